//! whisper.cpp without anything of ours around it.

use anyhow::Result;
use czujka::clock::thread_cpu;
use czujka::transcribe::model::Source;
use czujka::transcribe::{Model, sampling};

use whisper_rs::{FullParams, WhisperContext, WhisperContextParameters, WhisperState};

/// whisper.cpp alone with the same settings, for comparison.
pub struct Bare {
    state: WhisperState,
    params: FullParams<'static, 'static>,
    margin: usize,
}

impl Bare {
    /// A context of its own for the model.
    pub fn new(model: &Model) -> Result<Self> {
        let settings = WhisperContextParameters::default();
        let context = match &model.source {
            Source::Shipped(bytes) => WhisperContext::new_from_buffer_with_params(bytes, settings),
            Source::File(path) => WhisperContext::new_with_params(path, settings),
        };
        let context = context.map_err(|e| anyhow::anyhow!("{e:?}"))?;
        let mut params = FullParams::new(sampling(model.entry.beams));
        params.set_language(Some("pl"));
        params.set_n_threads(1);
        params.set_single_segment(true);
        params.set_no_context(true);
        params.set_no_timestamps(true);
        params.set_suppress_nst(true);
        params.set_temperature_inc(0.0);
        params.set_print_progress(false);
        let state = context.create_state().map_err(|e| anyhow::anyhow!("{e:?}"))?;
        Ok(Self { state, params, margin: model.entry.context_margin as usize })
    }

    /// Milliseconds of this thread's processor time for a stretch of sound at 16 kHz.
    pub fn run(&mut self, samples: &[f32]) -> Result<f64> {
        let mut padded = samples.to_vec();
        padded.resize((samples.len() + 1_600).max(16_000), 0.0);
        let positions = (padded.len().div_ceil(320) + self.margin).next_multiple_of(8);
        let mut params = self.params.clone();
        params.set_audio_ctx(positions.min(1_500) as i32);
        let before = thread_cpu();
        self.state.full(params, &padded).map_err(|e| anyhow::anyhow!("{e:?}"))?;
        Ok(thread_cpu().saturating_sub(before).as_secs_f64() * 1000.0)
    }
}
