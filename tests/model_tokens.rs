//! whisper.cpp, through whisper-rs, answers what the recipe's `PyTorch` answers: the same tokens, and the same probabilities
//! but for rounding. `models/train/expected-tokens.json` was written by `models/train/train smoke --tokens-of`.
//!
//! With `CZUJKA_SMOKE_MODEL=FOLDER` the second test compares the model that `train smoke --to FOLDER` has just made.

use std::f32::consts::PI;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use whisper_rs::{
    FullParams, SamplingStrategy, WhisperContext, WhisperContextParameters, WhisperState, install_logging_hooks,
};

/// Samples of quiet behind a clip, as the recipe has it.
const QUIET_AFTER: usize = 1_600;

#[derive(Deserialize)]
struct Expected {
    /// How far two logarithms of a probability may lie apart.
    tolerance: f32,
    /// The tokens that the decoder begins with.
    opening: Vec<i32>,
    clips: Vec<Clip>,
}

#[derive(Deserialize)]
struct Clip {
    clip: String,
    /// Positions of the encoder that were computed.
    positions: i32,
    tokens: Vec<i32>,
    log_probabilities: Vec<f32>,
    /// By how much each token's logarithm exceeds the best other's.
    margins: Vec<f32>,
}

fn repository() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn expected(path: &Path) -> Expected {
    let text = std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    serde_json::from_str(&text).expect("the recipe's own form")
}

fn model(path: &Path) -> WhisperContext {
    install_logging_hooks();
    let settings =
        WhisperContextParameters { use_gpu: false, flash_attn: false, ..WhisperContextParameters::default() };
    WhisperContext::new_with_params(path, settings).expect("whisper.cpp takes the model")
}

/// A committed recording at 8 kHz, brought to 16 kHz as the recipe does it, with quiet behind it.
fn sixteen_khz(clip: &str) -> Vec<f32> {
    let path = repository().join(format!("tests/fixtures/speech/{clip}.wav"));
    let narrow: Vec<f32> = hound::WavReader::open(path)
        .expect("the recording")
        .into_samples::<i16>()
        .map(|sample| f32::from(sample.expect("a sample")) / 32_768.0)
        .collect();
    let at = |i: i32| usize::try_from(i).ok().and_then(|i| narrow.get(i)).copied().unwrap_or(0.0);
    let between = |i: i32| -> f32 {
        (-9..=10)
            .map(|k| {
                let away = 0.5 - k as f32;
                at(i + k) * (PI * away).sin() / (PI * away) * (0.5 + 0.5 * (PI * away / 10.5).cos())
            })
            .sum()
    };
    let mut wide: Vec<f32> = (0..narrow.len() as i32).flat_map(|i| [at(i), between(i)]).collect();
    wide.resize(wide.len() + QUIET_AFTER, 0.0);
    wide
}

/// Transcribes a clip greedily, as Czujka does; leaves the state's context at so many positions. Returns the tokens.
fn transcribe(state: &mut WhisperState, clip: &Clip) -> Vec<i32> {
    let mut params = FullParams::new(SamplingStrategy::Greedy { best_of: 1 });
    params.set_language(Some("pl"));
    params.set_n_threads(1);
    params.set_no_timestamps(true);
    params.set_single_segment(true);
    params.set_no_context(true);
    params.set_temperature_inc(0.0);
    params.set_print_progress(false);
    params.set_print_realtime(false);
    params.set_print_timestamps(false);
    params.set_print_special(false);
    params.set_audio_ctx(clip.positions);
    state.full(params, &sixteen_khz(&clip.clip)).expect("a transcription");
    let mut tokens = Vec::new();
    for segment in state.as_iter() {
        tokens.extend((0..segment.n_tokens()).filter_map(|i| segment.get_token(i)).map(|token| token.token_id()));
    }
    tokens
}

/// For each of the clip's tokens, given those before it: the logarithm of its probability, and the likeliest token.
fn follow(state: &mut WhisperState, opening: &[i32], clip: &Clip) -> Vec<(f32, i32)> {
    state.encode(0, 1).expect("the encoder");
    let mut answers = Vec::new();
    for (past, token) in opening.iter().chain(&clip.tokens).enumerate() {
        // One at a time: whisper-rs shows the first row of scores alone.
        state.decode(&[*token], past, 1).expect("the decoder");
        if past + 1 < opening.len() {
            continue;
        }
        if let Some(&next) = clip.tokens.get(past + 1 - opening.len()) {
            let scores = state.get_logits().expect("scores");
            answers.push((log_probability(scores, next), likeliest(scores)));
        }
    }
    answers
}

fn log_probability(scores: &[f32], token: i32) -> f32 {
    let most = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let sum: f32 = scores.iter().map(|score| (score - most).exp()).sum();
    scores[token as usize] - most - sum.ln()
}

fn likeliest(scores: &[f32]) -> i32 {
    let best = scores.iter().enumerate().max_by(|a, b| a.1.total_cmp(b.1)).expect("a vocabulary");
    best.0 as i32
}

/// Compares each step with the recipe's; a token that the recipe was sure of must be the likeliest here too.
fn compare(state: &mut WhisperState, expected: &Expected, clip: &Clip) {
    let answers = follow(state, &expected.opening, clip);
    assert_eq!(answers.len(), clip.tokens.len());
    for (i, (found, likeliest)) in answers.into_iter().enumerate() {
        let (token, wanted, margin) = (clip.tokens[i], clip.log_probabilities[i], clip.margins[i]);
        let apart = (found - wanted).abs();
        assert!(apart <= expected.tolerance, "{}, token {i} ({token}): {found}, PyTorch {wanted}", clip.clip);
        if margin > 2.0 * expected.tolerance {
            assert_eq!(likeliest, token, "{}, token {i}", clip.clip);
        }
    }
}

#[test]
fn the_shipped_model_answers_what_the_recipe_says() {
    let expected = expected(&repository().join("models/train/expected-tokens.json"));
    let context = model(&repository().join("models/nano-pl-q8_0.bin"));
    let mut state = context.create_state().expect("memory for a state");
    assert!(expected.clips.len() >= 3);
    for clip in &expected.clips {
        same_as_far_as_sure(&transcribe(&mut state, clip), clip, expected.tolerance);
        compare(&mut state, &expected, clip);
    }
}

/// A transcript may part from the recipe's only at a token between which and another the recipe hardly chose.
fn same_as_far_as_sure(tokens: &[i32], clip: &Clip, tolerance: f32) {
    let parts = clip.tokens.iter().zip(tokens).position(|(wanted, found)| wanted != found);
    match parts {
        Some(at) => assert!(clip.margins[at] <= 2.0 * tolerance, "{}, token {at}: {tokens:?}", clip.clip),
        None => assert_eq!(tokens, clip.tokens, "{}", clip.clip),
    }
}

/// Run by `make test-all`, after `train smoke`.
#[test]
fn a_model_just_trained_answers_as_in_pytorch() {
    let Some(folder) = std::env::var_os("CZUJKA_SMOKE_MODEL").map(PathBuf::from) else { return };
    let expected = expected(&folder.join("smoke-expected.json"));
    let context = model(&folder.join("smoke-f16.bin"));
    let mut state = context.create_state().expect("memory for a state");
    for clip in &expected.clips {
        transcribe(&mut state, clip);
        compare(&mut state, &expected, clip);
    }
}
