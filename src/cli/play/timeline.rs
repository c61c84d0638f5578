//! A recorded call cut into messages, each at its moment.

use std::collections::VecDeque;
use std::path::{Path, PathBuf};

use tokio::sync::mpsc;

use super::messages;
use crate::audio::{self, Frame};
use crate::event::SignalAt;
use crate::proto::v1::stream_call_request::Event;
use crate::proto::v1::{AudioChunk, AudioEncoding, StreamCallRequest};
use crate::session::Pace;
use crate::tap::TapError;
use crate::tap::file::{CallFile, Recording};

/// Telephone systems send 20 ms at a time.
const PIECE_MS: i64 = 20;

/// A recorded call on its way.
pub struct Timeline {
    start: StreamCallRequest,
    name: String,
    recording: Recording,
    signals: VecDeque<SignalAt>,
    encoding: audio::Encoding,
    channels: usize,
    piece_samples: usize,
    /// Milliseconds from the answer; silence is sent before the recording begins.
    at_ms: i64,
    audio_from_ms: i64,
    waiting: Frame,
}

impl Timeline {
    /// Opens a recording with what lies beside it.
    pub fn open(file: &Path, encoding: AudioEncoding, procedure: Option<&str>) -> Result<Self, TapError> {
        let recording = Recording::open(&[PathBuf::from(file)])?;
        let mut told = CallFile::beside(file)?.unwrap_or_default();
        let name = file.file_stem().map_or_else(String::new, |stem| stem.to_string_lossy().into_owned());
        if told.facts.external_id.is_empty() {
            told.facts.external_id.clone_from(if told.facts.call.is_empty() { &name } else { &told.facts.call });
        }
        if let Some(procedure) = procedure {
            procedure.clone_into(&mut told.facts.procedure);
        }
        let channels = if recording.both_channels() { 2 } else { 1 };
        let rate_hz = recording.rate_hz();
        let first_ms = told.signals.first().map_or(told.audio_from_ms, |signal| signal.at.0.min(told.audio_from_ms));
        Ok(Self {
            start: messages::start(&told.facts, encoding, rate_hz, channels, !told.signals.is_empty()),
            name,
            signals: told.signals.into(),
            encoding: match encoding {
                AudioEncoding::Mulaw => audio::Encoding::MuLaw,
                AudioEncoding::Linear16 => audio::Encoding::Pcm16,
                AudioEncoding::Alaw | AudioEncoding::Unspecified => audio::Encoding::ALaw,
            },
            channels: channels as usize,
            piece_samples: (i64::from(rate_hz) * PIECE_MS / 1000) as usize,
            at_ms: first_ms,
            audio_from_ms: told.audio_from_ms,
            recording,
            waiting: Frame::default(),
        })
    }

    /// What the call is called.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The next messages, which belong to the same moment; none at the end.
    fn next_messages(&mut self) -> Result<Vec<StreamCallRequest>, TapError> {
        let mut messages = Vec::new();
        while let Some(due) = self.signals.pop_front_if(|signal| signal.at.0 <= self.at_ms) {
            messages.push(messages::signal(&due));
        }
        match self.piece()? {
            Some(piece) => messages.push(self.chunk(&piece)),
            // The recording ended before its last signals.
            None if !self.signals.is_empty() => {}
            None => return Ok(messages),
        }
        self.at_ms += PIECE_MS;
        Ok(messages)
    }

    fn over(&self) -> bool {
        self.signals.is_empty() && self.waiting.agent.is_empty()
    }

    /// 20 ms of sound, the last piece shorter; silence before the recording begins.
    fn piece(&mut self) -> Result<Option<Frame>, TapError> {
        if self.at_ms < self.audio_from_ms {
            let silence = vec![0.0; self.piece_samples];
            return Ok(Some(Frame { agent: silence.clone(), caller: silence }));
        }
        while self.waiting.agent.len() < self.piece_samples {
            let Some(frame) = self.recording.next_frame()? else {
                break;
            };
            self.waiting.agent.extend(frame.agent);
            self.waiting.caller.extend(frame.caller);
        }
        let length = self.waiting.agent.len().min(self.piece_samples);
        let take = |samples: &mut Vec<f32>| samples.drain(..length).collect::<Vec<_>>();
        let piece = Frame { agent: take(&mut self.waiting.agent), caller: take(&mut self.waiting.caller) };
        Ok((length > 0).then_some(piece))
    }

    fn chunk(&self, piece: &Frame) -> StreamCallRequest {
        let interleaved: Vec<f32> = match self.channels {
            1 => piece.agent.clone(),
            _ => piece.agent.iter().zip(&piece.caller).flat_map(|(agent, caller)| [*agent, *caller]).collect(),
        };
        let mut payload = Vec::new();
        self.encoding.encode(&interleaved, &mut payload);
        StreamCallRequest { event: Some(Event::Audio(AudioChunk { payload, first_sample: None })) }
    }
}

/// Sends a call's messages at their moments, `speed` times as fast; stops where nobody takes them.
///
/// # Errors
/// The recording turns out unreadable.
pub fn pump(mut timeline: Timeline, speed: f64, sender: &mpsc::Sender<StreamCallRequest>) -> Result<(), TapError> {
    let pace = Pace::times(speed);
    let (began, first_ms) = (pace.begin(), timeline.at_ms);
    if sender.blocking_send(timeline.start.clone()).is_err() {
        return Ok(());
    }
    loop {
        let messages = timeline.next_messages()?;
        if messages.is_empty() && timeline.over() {
            return Ok(());
        }
        // A piece is there when its last sample has been spoken.
        let due_ms = timeline.at_ms - first_ms;
        std::thread::sleep(pace.sleep(due_ms - pace.since_ms(began)));
        for message in messages {
            if sender.blocking_send(message).is_err() {
                return Ok(());
            }
        }
    }
}
