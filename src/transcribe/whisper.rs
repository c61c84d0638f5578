//! whisper.cpp as a recogniser: one model in memory, a state for each thread.

use std::sync::Arc;

use whisper_rs::{
    FullParams, SamplingStrategy, WhisperContext, WhisperContextParameters, WhisperError, WhisperState,
    install_logging_hooks,
};

use super::doubt::{self, SILENCE_DB};
use super::loudness::{self, Loudness};
use super::model::{Model, ModelError, Source};
use super::timing;
use super::words::{self, Piece, Spelt};
use super::{Cost, Nothing, Recognised, RecognisedWord, Recogniser, TranscribeError};
use crate::audio::RATE_HZ;
use crate::private::Private;

/// Samples of one position of the encoder: 20 ms.
const POSITION_SAMPLES: usize = 320;

/// Quiet put behind the sound, as the shipped model was trained and measured.
const QUIET_AFTER_SAMPLES: usize = 1_600;

/// whisper.cpp can read beyond the end of anything shorter.
const SHORTEST_SAMPLES: usize = RATE_HZ as usize;

/// More context for the second try where the first ran into a loop.
const SECOND_TRY_POSITIONS: usize = 192;

/// whisper.cpp's own default: it does not implement patience.
const NO_PATIENCE: f32 = -1.0;

/// The most tokens a second of sound can need (fast Polish has 20 letters, a token about 2.5) and
/// the allowance for any sound.
const TOKENS_PER_SECOND: usize = 12;
const TOKENS_ALWAYS: usize = 12;

/// A model in memory.
pub struct WhisperModel {
    context: WhisperContext,
    /// For what is still being said. Kept, since whisper-rs leaks the language's name each time it is set.
    greedy: FullParams<'static, 'static>,
    /// For whole utterances, whose words are weighed against each other.
    searching: FullParams<'static, 'static>,
    name: String,
    cost: Cost,
    margin: usize,
    longest_samples: usize,
    most_positions: usize,
    end_of_text: i32,
}

impl WhisperModel {
    /// Loads a model: its weights into memory, no state yet.
    ///
    /// # Errors
    /// whisper.cpp refuses it.
    pub fn load(model: &Model) -> Result<Arc<Self>, ModelError> {
        install_logging_hooks();
        let settings = WhisperContextParameters {
            use_gpu: false,
            // Slower on a processor: 2510 against 1142 ms for one pass of "tiny".
            flash_attn: false,
            ..WhisperContextParameters::default()
        };
        let context = match &model.source {
            Source::Shipped(bytes) => WhisperContext::new_from_buffer_with_params(bytes, settings),
            Source::File(path) => WhisperContext::new_with_params(path, settings),
        }
        .map_err(|because| ModelError::Refused {
            name: model.entry.name.clone(),
            because: format!("{because:?}"),
            advice: "fetch it again, or see that memory suffices".to_owned(),
        })?;
        Ok(Arc::new(Self {
            greedy: params(SamplingStrategy::Greedy { best_of: 1 }),
            searching: params(sampling(model.entry.beams)),
            name: model.entry.name.clone(),
            cost: model.entry.cost,
            margin: model.entry.context_margin as usize,
            longest_samples: (model.entry.longest_ms as usize).max(2_000) * RATE_HZ as usize / 1000,
            most_positions: usize::try_from(context.n_audio_ctx()).unwrap_or(1_500),
            end_of_text: context.token_eot(),
            context,
        }))
    }

    /// What it is called.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What its work takes.
    pub fn cost(&self) -> Cost {
        self.cost
    }

    /// A recogniser for one thread.
    ///
    /// # Errors
    /// There is not enough memory for its state.
    pub fn recogniser(self: &Arc<Self>) -> Result<WhisperRecogniser, TranscribeError> {
        let state = self.context.create_state().map_err(engine)?;
        Ok(WhisperRecogniser { model: Arc::clone(self), state, padded: Vec::new() })
    }
}

/// How whisper.cpp looks for a transcript: greedily, or by following so many of its beginnings side by side.
pub fn sampling(beams: u32) -> SamplingStrategy {
    match i32::try_from(beams) {
        Ok(beam_size @ 2..) => SamplingStrategy::BeamSearch { beam_size, patience: NO_PATIENCE },
        _ => SamplingStrategy::Greedy { best_of: 1 },
    }
}

/// whisper.cpp on one thread.
pub struct WhisperRecogniser {
    model: Arc<WhisperModel>,
    state: WhisperState,
    /// The sound with its quiet, kept to be used again.
    padded: Vec<f32>,
}

impl Recogniser for WhisperRecogniser {
    fn recognise(&mut self, samples: &[f32], complete: bool) -> Result<Recognised, TranscribeError> {
        let mut words = Vec::new();
        let mut nothing = None;
        let mut begin = 0;
        while begin < samples.len() {
            let end = self.piece_end(samples, begin);
            let last = end == samples.len();
            match self.piece(&samples[begin..end], complete || !last)? {
                Ok(said) => {
                    let offset_ms = (begin * 1000 / RATE_HZ as usize) as i64;
                    words.extend(said.into_iter().map(|mut word| {
                        word.from_ms += offset_ms;
                        word.to_ms += offset_ms;
                        word
                    }));
                }
                Err(because) => nothing = Some(because),
            }
            begin = end;
        }
        Ok(Recognised {
            nothing: if words.is_empty() { nothing.or(Some(Nothing::Silence)) } else { None },
            words: Private::new(words),
        })
    }
}

impl WhisperRecogniser {
    /// Where to cut a stretch that begins at `begin`: at its end, or in a pause.
    fn piece_end(&self, samples: &[f32], begin: usize) -> usize {
        let longest = self.model.longest_samples;
        if samples.len() - begin <= longest {
            return samples.len();
        }
        begin + loudness::quietest(&samples[begin..], longest / 2, longest)
    }

    fn piece(
        &mut self,
        samples: &[f32],
        complete: bool,
    ) -> Result<Result<Vec<RecognisedWord>, Nothing>, TranscribeError> {
        let loudness = Loudness::of(samples);
        if loudness.peak_db() < SILENCE_DB {
            return Ok(Err(Nothing::Silence));
        }
        let mut spelt = words::spell(&self.decode(samples, complete)?);
        let sounding = loudness.sounding();
        if let Some(because) = doubt::doubt(&spelt, loudness::sounding_ms(&sounding)) {
            return Ok(Err(because));
        }
        let mut timed = with_times(&spelt, &sounding);
        if !complete && loudness::ends_sounding(&sounding) {
            spelt.pop();
            timed.pop();
        }
        Ok(Ok(timed))
    }

    /// The tokens of a stretch; where they run in a loop, those of a second try with more context.
    fn decode(&mut self, samples: &[f32], complete: bool) -> Result<Vec<Piece>, TranscribeError> {
        let first = self.pass(samples, complete, self.model.margin)?;
        if !looping(&first) {
            return Ok(first.pieces);
        }
        let second = self.pass(samples, complete, self.model.margin + SECOND_TRY_POSITIONS)?;
        let tokens: Vec<i32> = second.pieces.iter().map(|p| p.token).collect();
        let mut pieces = second.pieces;
        if let Some(keep) = words::before_loop(&tokens) {
            pieces.truncate(keep);
        }
        Ok(pieces)
    }

    fn pass(&mut self, samples: &[f32], complete: bool, margin: usize) -> Result<Pass, TranscribeError> {
        self.padded.clear();
        let finite = samples.iter().map(|&x| if x.is_finite() { x } else { 0.0 });
        self.padded.extend(finite);
        let length = (samples.len() + QUIET_AFTER_SAMPLES).max(SHORTEST_SAMPLES);
        self.padded.resize(length, 0.0);
        let positions = (length.div_ceil(POSITION_SAMPLES) + margin).next_multiple_of(8);
        let positions = positions.min(self.model.most_positions);
        let most_tokens = TOKENS_ALWAYS + TOKENS_PER_SECOND * samples.len() / RATE_HZ as usize;
        let settings = if complete { &self.model.searching } else { &self.model.greedy };
        let mut params = settings.clone();
        params.set_audio_ctx(positions as i32);
        params.set_max_tokens(most_tokens as i32);
        self.state.full(params, &self.padded).map_err(engine)?;
        let pieces = self.pieces()?;
        Ok(Pass { cut_off: pieces.len() > most_tokens, pieces })
    }

    fn pieces(&self) -> Result<Vec<Piece>, TranscribeError> {
        let mut pieces = Vec::new();
        for segment in self.state.as_iter() {
            for index in 0..segment.n_tokens() {
                let Some(token) = segment.get_token(index) else {
                    continue;
                };
                if token.token_id() >= self.model.end_of_text {
                    continue;
                }
                pieces.push(Piece {
                    token: token.token_id(),
                    bytes: token.to_bytes().map_err(engine)?.to_vec(),
                    probability: token.token_probability(),
                });
            }
        }
        Ok(pieces)
    }
}

struct Pass {
    pieces: Vec<Piece>,
    /// Whether the model would have written on.
    cut_off: bool,
}

fn looping(pass: &Pass) -> bool {
    let tokens: Vec<i32> = pass.pieces.iter().map(|p| p.token).collect();
    pass.cut_off || words::before_loop(&tokens).is_some()
}

fn with_times(spelt: &[Spelt], sounding: &[bool]) -> Vec<RecognisedWord> {
    let texts: Vec<&str> = spelt.iter().map(|word| word.text.as_str()).collect();
    spelt
        .iter()
        .zip(timing::spread(&texts, sounding))
        .map(|(word, (from_ms, to_ms))| RecognisedWord {
            text: word.text.clone(),
            from_ms,
            to_ms,
            confidence: word.confidence,
        })
        .collect()
}

fn params(strategy: SamplingStrategy) -> FullParams<'static, 'static> {
    let mut params = FullParams::new(strategy);
    params.set_language(Some("pl"));
    params.set_n_threads(1);
    params.set_single_segment(true);
    params.set_no_context(true);
    params.set_no_timestamps(true);
    params.set_suppress_blank(true);
    params.set_suppress_nst(true);
    params.set_temperature(0.0);
    // No second pass at a higher temperature: it costs as much again and answers at random.
    params.set_temperature_inc(0.0);
    params.set_print_progress(false);
    params.set_print_realtime(false);
    params.set_print_special(false);
    params.set_print_timestamps(false);
    params
}

fn engine(error: WhisperError) -> TranscribeError {
    TranscribeError::Engine(format!("{error:?}"))
}
