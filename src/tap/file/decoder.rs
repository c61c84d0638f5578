//! One file of sound to pieces of samples.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use symphonia::core::codecs::audio::well_known::CODEC_ID_OPUS;
use symphonia::core::codecs::audio::{AudioCodecParameters, AudioDecoder, AudioDecoderOptions};
use symphonia::core::errors::Error;
use symphonia::core::formats::{FormatReader, Track, TrackType};
use symphonia::core::packet::Packet;
use symphonia::core::units::{TimeBase, Timestamp};

use super::container::{open_format, undecodable, unreadable};
use super::opus_decoder::OpusDecoder;
use crate::tap::TapError;

/// A packet's time stamp that leaps further than this is wrong itself, not a sign of lost sound.
const LONGEST_LOSS_S: u64 = 600;

/// How far a stamp may lie beside the place where its sound is expected: containers round.
const STAMP_TOLERANCE_MS: u64 = 2;

/// What follows on the last piece.
#[derive(Debug, Default)]
pub(super) struct Piece {
    /// Each channel's samples, all of one length; not empty.
    pub channels: Vec<Vec<f32>>,
    /// Set where they are silence in place of sound that could not be decoded: why.
    pub lost: Option<String>,
}

impl Piece {
    /// Samples of each channel.
    pub fn length(&self) -> usize {
        self.channels.first().map_or(0, Vec::len)
    }
}

/// One file of sound.
pub(super) struct Decoder {
    file: PathBuf,
    format: Box<dyn FormatReader>,
    stream: Stream,
    /// Where the next packet's sound should lie, once one was read.
    expected: Option<Timestamp>,
    /// Samples to be handed out as silence before what is ready.
    to_silence: u64,
    ready: Option<Vec<Vec<f32>>>,
    /// Whether anything could be decoded.
    decoded: bool,
    given: u64,
    cut_off: Option<String>,
    ended: bool,
}

/// The stream of sound in the file.
struct Stream {
    codec: Codec,
    track: u32,
    rate_hz: u32,
    channels: usize,
    time_base: Option<TimeBase>,
    /// Samples in all, where the header says.
    samples: Option<u64>,
    /// Whether the header's word on the length is more than a guess.
    exact: bool,
    /// Whether the header was written before the length was known, as into a pipe: its end is then
    /// no sign of a cut.
    open_ended: bool,
}

enum Codec {
    Opus(Box<OpusDecoder>),
    Other(Box<dyn AudioDecoder>),
}

impl Decoder {
    /// Opens the file and reads its header.
    pub fn open(file: &Path) -> Result<Self, TapError> {
        let format = open_format(file)?;
        let stream = Stream::find(format.as_ref()).map_err(|problem| match problem {
            Problem::Channels(channels) => TapError::Channels { file: file.to_owned(), channels },
            Problem::Codec(reason) => undecodable(file, reason),
        })?;
        Ok(Self {
            file: file.to_owned(),
            format,
            stream,
            expected: None,
            to_silence: 0,
            ready: None,
            decoded: false,
            given: 0,
            cut_off: None,
            ended: false,
        })
    }

    /// Samples a second.
    pub fn rate_hz(&self) -> u32 {
        self.stream.rate_hz
    }

    /// One or two.
    pub fn channels(&self) -> usize {
        self.stream.channels
    }

    /// The header's word, or guess.
    pub fn duration_ms(&self) -> Option<i64> {
        let samples = self.stream.samples?;
        i64::try_from(samples.checked_mul(1000)? / u64::from(self.stream.rate_hz)).ok()
    }

    /// After the end: why there is no more, if there should be.
    pub fn cut_off(&self) -> Option<&str> {
        self.cut_off.as_deref()
    }

    /// Whether anything could be decoded by now.
    pub fn decoded(&self) -> bool {
        self.decoded
    }

    /// What comes next; `None` at the end.
    pub fn next_piece(&mut self) -> Result<Option<Piece>, TapError> {
        while self.ready.is_none() && self.decode_packet()? {}
        if self.to_silence > 0 {
            return Ok(Some(self.silence()));
        }
        Ok(self.ready.take().map(|channels| {
            self.given += channels[0].len() as u64;
            let lost = None;
            Piece { channels, lost }
        }))
    }

    /// Makes a packet's sound ready, or notes that it is lost; `false` at the end.
    fn decode_packet(&mut self) -> Result<bool, TapError> {
        let Some(packet) = self.next_packet()? else {
            return Ok(false);
        };
        if packet.track_id != self.stream.track {
            return Ok(true);
        }
        self.to_silence += self.lost_before(&packet);
        self.expected = Some(packet.pts.saturating_add(packet.block_dur()));
        match self.stream.decode(&packet) {
            Ok(channels) if channels.len() != self.stream.channels => {
                self.end(Some("its number of channels changes"));
            }
            Ok(channels) if channels.iter().all(|channel| !channel.is_empty()) => {
                self.decoded = true;
                self.ready = Some(channels);
            }
            Ok(_) => {}
            Err(_) => self.to_silence += self.stream.samples_of(packet.dur.get()),
        }
        Ok(true)
    }

    /// Up to a second of what was lost.
    fn silence(&mut self) -> Piece {
        let length = self.to_silence.min(u64::from(self.stream.rate_hz));
        self.to_silence -= length;
        self.given += length;
        Piece {
            channels: vec![vec![0.0; length as usize]; self.stream.channels],
            lost: Some("the recording is damaged here".to_owned()),
        }
    }

    fn next_packet(&mut self) -> Result<Option<Packet>, TapError> {
        while !self.ended {
            match self.format.next_packet() {
                Ok(Some(packet)) => return Ok(Some(packet)),
                Ok(None) => self.end(None),
                Err(Error::IoError(error)) if error.kind() == ErrorKind::UnexpectedEof => {
                    let reason = "the file ends before its sound does";
                    self.end((!self.stream.open_ended).then_some(reason));
                }
                Err(Error::IoError(error)) => {
                    return Err(unreadable(&self.file, &error));
                }
                Err(Error::ResetRequired) => self.follow_chain(),
                Err(error) => self.end(Some(&error.to_string())),
            }
        }
        Ok(None)
    }

    /// Goes on with the next stream of a chained Ogg file, if it is of the same shape.
    fn follow_chain(&mut self) {
        match Stream::find(self.format.as_ref()) {
            Ok(next) if (next.rate_hz, next.channels) == (self.stream.rate_hz, self.stream.channels) => {
                self.stream = next;
                // The header speaks of its own stream only.
                (self.stream.samples, self.expected) = (None, None);
            }
            _ => self.end(Some("its kind of sound changes")),
        }
    }

    /// Notes the end and whether it came too early.
    fn end(&mut self, reason: Option<&str>) {
        self.ended = true;
        let missing = match self.stream.samples {
            Some(samples) if self.stream.exact => samples.saturating_sub(self.given),
            _ => 0,
        };
        let short = missing > self.stream.samples_in_ms(STAMP_TOLERANCE_MS);
        let reason = reason.or(short.then_some("the file ends before its sound does"));
        let at_s = self.given as f64 / f64::from(self.stream.rate_hz);
        self.cut_off = reason.map(|reason| format!("cut off after {at_s:.1} s: {reason}"));
    }

    /// How many samples are missing between the last packet and this one.
    fn lost_before(&self, packet: &Packet) -> u64 {
        let Some(expected) = self.expected else {
            return 0;
        };
        let Some(leap) = packet.pts.duration_from(expected) else {
            return 0;
        };
        let lost = self.stream.samples_of(leap.get());
        let most = LONGEST_LOSS_S * u64::from(self.stream.rate_hz);
        if lost > self.stream.samples_in_ms(STAMP_TOLERANCE_MS) && lost <= most { lost } else { 0 }
    }
}

/// Why a file's stream of sound cannot be used.
enum Problem {
    Channels(usize),
    Codec(String),
}

impl Stream {
    fn find(format: &dyn FormatReader) -> Result<Self, Problem> {
        let nothing = || Problem::Codec("there is no sound of a known coding in it".to_owned());
        let track = format.default_track(TrackType::Audio).ok_or_else(nothing)?;
        let parameters = track.codec_params.as_ref().and_then(|parameters| parameters.audio()).ok_or_else(nothing)?;
        let channels = parameters.channels.as_ref().map_or(0, symphonia::core::audio::Channels::count);
        if channels > 2 {
            return Err(Problem::Channels(channels));
        }
        if channels == 0 {
            return Err(nothing());
        }
        Self::of(format, track, parameters, channels)
    }

    fn of(
        format: &dyn FormatReader,
        track: &Track,
        parameters: &AudioCodecParameters,
        channels: usize,
    ) -> Result<Self, Problem> {
        let container = format.format_info().short_name;
        // Only a LAME tag tells an MPEG stream's delay; without one its length is guessed from the bit
        // rate, and trimming to a guess would lose sound.
        let exact = !matches!(container, "mp1" | "mp2" | "mp3") || track.delay.is_some();
        let (codec, rate_hz, samples) = if parameters.codec == CODEC_ID_OPUS {
            let head = parameters.extra_data.as_deref().unwrap_or_default();
            let opus = OpusDecoder::new(head, channels).map_err(Problem::Codec)?;
            let samples = track.num_frames.map(|ticks| opus.samples_of(ticks));
            (Codec::Opus(Box::new(opus)), OpusDecoder::RATE_HZ, samples)
        } else {
            let decoder = symphonia::default::get_codecs()
                .make_audio_decoder(parameters, &AudioDecoderOptions::default().gapless(exact))
                .map_err(|error| Problem::Codec(error.to_string()))?;
            let rate_hz = parameters.sample_rate.unwrap_or(0);
            (Codec::Other(decoder), rate_hz, track.num_frames)
        };
        Ok(Self {
            codec,
            track: track.id,
            rate_hz,
            channels,
            time_base: track.time_base,
            samples,
            exact,
            open_ended: container == "wave" && track.num_frames.is_none(),
        })
    }

    fn decode(&mut self, packet: &Packet) -> Result<Vec<Vec<f32>>, String> {
        match &mut self.codec {
            Codec::Opus(opus) => opus.decode(packet),
            Codec::Other(codec) => {
                let buffer = codec.decode(packet).map_err(|error| error.to_string())?;
                let mut channels = Vec::new();
                buffer.copy_to_vecs_planar(&mut channels);
                Ok(channels)
            }
        }
    }

    /// Samples in a stretch of the container's time.
    fn samples_of(&self, ticks: u64) -> u64 {
        let Some(base) = self.time_base else {
            return ticks;
        };
        let (numerator, denominator) = (u128::from(base.numer.get()), u128::from(base.denom.get()));
        let samples = u128::from(ticks) * numerator * u128::from(self.rate_hz) / denominator;
        u64::try_from(samples).unwrap_or(u64::MAX)
    }

    fn samples_in_ms(&self, ms: u64) -> u64 {
        ms * u64::from(self.rate_hz) / 1000
    }
}
