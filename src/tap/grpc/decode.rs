//! Turns a stream's messages into sound and signals, and refuses what cannot be meant.

use tonic::Status;

use crate::audio::{Encoding, Frame};
use crate::event::{ReportedSignal, Signal};
use crate::proto::v1::stream_call_request::Event;
use crate::proto::v1::{AudioChunk, AudioEncoding, ExchangeSignal, StartCall, StreamCallRequest};
use crate::proto::{facts_from, signal_from, timestamp_from};
use crate::tap::live::NewCall;

/// The largest payload, as the contract says.
pub const PAYLOAD_BYTES: usize = 1 << 20;

/// Longer identifiers are no identifiers.
const EXTERNAL_ID_BYTES: usize = 200;

/// Sound sent twice is skipped up to so many seconds back; a longer jump back is a mistake in counting.
const REPEATED_S: i64 = 10;

/// A jump ahead of more than so many seconds is a mistake in counting.
const AHEAD_S: i64 = 3600;

/// No call lasts longer, so no signal lies further from its answer.
const CALL_MS: i64 = 24 * 3600 * 1000;

/// What one message brought.
#[derive(Clone, Debug, PartialEq)]
pub enum Step {
    /// Sound, after so many samples that were left out.
    Audio {
        /// Samples of each channel left out before it.
        skipped: u64,
        /// The sound; empty where all of it was sent before.
        frame: Frame,
    },
    /// A signal and its moment, if the message names one.
    Signal(ReportedSignal),
}

/// The sound of one stream.
#[derive(Clone, Debug)]
pub struct Decoder {
    encoding: Encoding,
    channels: usize,
    rate_hz: i64,
    /// The position of the next sample; none until the first of a stream that goes on with a call.
    next_sample: Option<i64>,
}

/// What the first message says of the call and its sound.
///
/// # Errors
/// `INVALID_ARGUMENT`, naming the field.
pub fn start(first: StreamCallRequest) -> Result<(NewCall, Decoder), Status> {
    let Some(Event::Start(start)) = first.event else {
        return Err(Status::invalid_argument("the first message must be `start`; audio and signals follow it"));
    };
    let encoding = encoding(&start)?;
    let rate_hz = rate(&start)?;
    let channels = match start.channels {
        0 | 2 => 2,
        1 => 1,
        other => {
            return Err(Status::invalid_argument(format!(
                "start.channels is {other}: 2 (agent, caller) or 1 (the agent alone)"
            )));
        }
    };
    if start.external_id.trim().is_empty() || start.external_id.len() > EXTERNAL_ID_BYTES {
        return Err(Status::invalid_argument(format!(
            "start.external_id is required, with at most {EXTERNAL_ID_BYTES} bytes: the exchange's identifier of the call"
        )));
    }
    let began = match &start.start_time {
        None => None,
        Some(time) => Some(timestamp_from(time).ok_or_else(|| {
            Status::invalid_argument("start.start_time is no moment: seconds since 1970 and 0 to 999999999 nanoseconds")
        })?),
    };
    let new = NewCall {
        facts: facts_from(&start),
        rate_hz,
        both_channels: channels == 2,
        signals: start.exchange_signals,
        began,
    };
    Ok((new, Decoder { encoding, channels, rate_hz: i64::from(rate_hz), next_sample: Some(0) }))
}

fn encoding(start: &StartCall) -> Result<Encoding, Status> {
    match AudioEncoding::try_from(start.encoding) {
        Ok(AudioEncoding::Alaw) => Ok(Encoding::ALaw),
        Ok(AudioEncoding::Mulaw) => Ok(Encoding::MuLaw),
        Ok(AudioEncoding::Linear16) => Ok(Encoding::Pcm16),
        Ok(AudioEncoding::Unspecified) | Err(_) => Err(Status::invalid_argument(
            "start.encoding is missing or unknown: AUDIO_ENCODING_ALAW, AUDIO_ENCODING_MULAW or AUDIO_ENCODING_LINEAR16",
        )),
    }
}

fn rate(start: &StartCall) -> Result<u32, Status> {
    u32::try_from(start.sample_rate_hz).ok().filter(|rate| (8_000..=48_000).contains(rate)).ok_or_else(|| {
        Status::invalid_argument(format!(
            "start.sample_rate_hz is {}: from 8000 to 48000, for one channel",
            start.sample_rate_hz
        ))
    })
}

impl Decoder {
    /// The stream goes on with a call: its first sample may have any position.
    pub const fn go_on(&mut self) {
        self.next_sample = None;
    }

    /// What a message after the first brought.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT` or `RESOURCE_EXHAUSTED`, naming the field.
    pub fn decode(&mut self, message: StreamCallRequest) -> Result<Step, Status> {
        match message.event {
            Some(Event::Audio(chunk)) => self.audio(&chunk),
            Some(Event::Signal(signal)) => self::signal(&signal),
            Some(Event::Start(_)) => Err(Status::invalid_argument("`start` may only come once, as the first message")),
            None => Err(Status::invalid_argument("the message is empty: audio or signal is required")),
        }
    }

    fn audio(&mut self, chunk: &AudioChunk) -> Result<Step, Status> {
        let bytes = chunk.payload.len();
        if bytes > PAYLOAD_BYTES {
            return Err(Status::resource_exhausted(format!(
                "audio.payload has {bytes} bytes, at most {PAYLOAD_BYTES} are taken: send shorter pieces, such as 20 ms"
            )));
        }
        let step = self.channels * self.encoding.sample_bytes();
        if !bytes.is_multiple_of(step) {
            return Err(Status::invalid_argument(format!(
                "audio.payload has {bytes} bytes, no multiple of {step}: {} channels of {} bytes a sample are interleaved",
                self.channels,
                self.encoding.sample_bytes()
            )));
        }
        let samples = (bytes / step) as i64;
        let next = self.next_sample.unwrap_or(chunk.first_sample.unwrap_or(0));
        let ahead = chunk.first_sample.map_or(0, |first| first.saturating_sub(next));
        if ahead < -REPEATED_S * self.rate_hz || ahead > AHEAD_S * self.rate_hz {
            return Err(Status::invalid_argument(format!(
                "audio.first_sample is {}, but the next sample is {next}: it counts the samples of one channel in this stream",
                next.saturating_add(ahead)
            )));
        }
        let repeated = (-ahead).clamp(0, samples);
        self.next_sample = Some(next.max(next + ahead + samples));
        let payload = &chunk.payload[repeated as usize * step..];
        Ok(Step::Audio { skipped: ahead.max(0) as u64, frame: self.frame(payload)? })
    }

    fn frame(&self, payload: &[u8]) -> Result<Frame, Status> {
        let mut samples = Vec::with_capacity(payload.len() / self.encoding.sample_bytes());
        self.encoding.decode(payload, &mut samples).map_err(|error| Status::invalid_argument(error.to_string()))?;
        Ok(if self.channels == 1 {
            Frame { caller: vec![0.0; samples.len()], agent: samples }
        } else {
            Frame {
                agent: samples.iter().copied().step_by(2).collect(),
                caller: samples.iter().copied().skip(1).step_by(2).collect(),
            }
        })
    }
}

fn signal(message: &ExchangeSignal) -> Result<Step, Status> {
    let reported = signal_from(message).ok_or_else(|| Status::invalid_argument("signal.kind is missing or unknown"))?;
    if reported.at.is_some_and(|at| at.0.saturating_abs() > CALL_MS) {
        return Err(Status::invalid_argument(
            "signal.at_ms lies more than a day from the answer: it is call time in milliseconds, 0 at the answer",
        ));
    }
    if let Signal::Queued { wait_ms, .. } = reported.signal
        && !(0..=CALL_MS).contains(&wait_ms)
    {
        return Err(Status::invalid_argument("signal.queued.wait_ms is no waiting time: milliseconds from 0"));
    }
    if !(0.0..=1.0).contains(&reported.confidence) {
        return Err(Status::invalid_argument("signal.confidence is no confidence: from 0 to 1, unset for certain"));
    }
    Ok(Step::Signal(reported))
}

#[cfg(test)]
mod tests {
    use tonic::Code;

    use super::*;

    fn started(channels: i32, encoding: AudioEncoding) -> Decoder {
        let start = StartCall {
            external_id: "x".to_owned(),
            encoding: encoding.into(),
            sample_rate_hz: 8000,
            channels,
            ..StartCall::default()
        };
        super::start(StreamCallRequest { event: Some(Event::Start(start)) }).expect("valid").1
    }

    fn audio(decoder: &mut Decoder, bytes: usize, first_sample: Option<i64>) -> Result<(u64, usize), Code> {
        let chunk = AudioChunk { payload: vec![0xd5; bytes], first_sample };
        match decoder.decode(StreamCallRequest { event: Some(Event::Audio(chunk)) }) {
            Ok(Step::Audio { skipped, frame }) => {
                assert_eq!(frame.agent.len(), frame.caller.len());
                Ok((skipped, frame.agent.len()))
            }
            Ok(Step::Signal(..)) => panic!("sound was sent"),
            Err(status) => Err(status.code()),
        }
    }

    #[test]
    fn channels_are_taken_apart() {
        let mut decoder = started(2, AudioEncoding::Linear16);
        let chunk = AudioChunk { payload: [0x00, 0x40, 0x00, 0xc0].repeat(3), first_sample: None };
        let step = decoder.decode(StreamCallRequest { event: Some(Event::Audio(chunk)) }).expect("valid");
        let frame = Frame { agent: vec![0.5; 3], caller: vec![-0.5; 3] };
        assert_eq!(step, Step::Audio { skipped: 0, frame });
    }

    #[test]
    fn payloads_that_end_within_a_sample_are_refused() {
        for (channels, encoding, good, bad) in [
            (2, AudioEncoding::Alaw, 320, 321),
            (1, AudioEncoding::Mulaw, 161, usize::MAX),
            (2, AudioEncoding::Linear16, 640, 642),
            (1, AudioEncoding::Linear16, 322, 321),
        ] {
            let mut decoder = started(channels, encoding);
            assert!(audio(&mut decoder, good, None).is_ok());
            if bad != usize::MAX {
                assert_eq!(audio(&mut decoder, bad, None), Err(Code::InvalidArgument));
            }
        }
        let mut decoder = started(2, AudioEncoding::Alaw);
        assert_eq!(audio(&mut decoder, PAYLOAD_BYTES + 2, None), Err(Code::ResourceExhausted));
    }

    #[test]
    fn positions_ahead_are_gaps_and_positions_behind_repetitions() {
        let mut decoder = started(2, AudioEncoding::Alaw);
        assert_eq!(audio(&mut decoder, 320, Some(0)), Ok((0, 160)));
        assert_eq!(audio(&mut decoder, 320, Some(1000)), Ok((840, 160)));
        assert_eq!(audio(&mut decoder, 320, Some(1080)), Ok((0, 80)));
        assert_eq!(audio(&mut decoder, 320, Some(160)), Ok((0, 0)));
        assert_eq!(audio(&mut decoder, 320, Some(1240)), Ok((0, 160)));
        assert_eq!(audio(&mut decoder, 320, None), Ok((0, 160)));
        assert_eq!(audio(&mut decoder, 320, Some(100_000_000)), Err(Code::InvalidArgument));
        assert_eq!(audio(&mut decoder, 320, Some(i64::MIN)), Err(Code::InvalidArgument));
        assert_eq!(audio(&mut decoder, 320, Some(1560)), Ok((0, 160)));
    }

    #[test]
    fn a_stream_that_goes_on_may_count_from_anywhere() {
        let mut decoder = started(2, AudioEncoding::Alaw);
        decoder.go_on();
        assert_eq!(audio(&mut decoder, 320, Some(480_000)), Ok((0, 160)));
        assert_eq!(audio(&mut decoder, 320, Some(480_160)), Ok((0, 160)));
    }
}
