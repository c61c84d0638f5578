//! Opus packets out of an Ogg file, decoded straight to 16 kHz.

use opus::{Channels, Decoder};
use symphonia::core::packet::Packet;

use crate::audio::RATE_HZ;

/// Ticks of Opus' own clock (48 kHz, whatever the sound was made from) to one sample at 16 kHz.
const TICKS_PER_SAMPLE: u64 = 3;

/// The longest packet, 120 ms (RFC 6716, section 2.1.4).
const LONGEST_PACKET: usize = RATE_HZ as usize * 120 / 1000;

/// The state of one stream.
pub(super) struct OpusDecoder {
    decoder: Decoder,
    channels: usize,
    /// Samples that belong to the encoder's run-up.
    pre_skip: u64,
    to_skip: u64,
    interleaved: Vec<f32>,
}

impl OpusDecoder {
    /// What comes out.
    pub const RATE_HZ: u32 = RATE_HZ;

    /// Reads the stream's head (RFC 7845, section 5.1).
    pub fn new(head: &[u8], channels: usize) -> Result<Self, String> {
        let [pre_skip, gain] = [10, 16].map(|at| {
            let bytes = head.get(at..at + 2).map(|b| [b[0], b[1]]);
            bytes.unwrap_or_default()
        });
        let (family, streams) = (head.get(18), head.get(19));
        let one_stream = matches!((family, streams), (Some(0), _) | (_, Some(1)));
        if !one_stream {
            return Err("its Opus channels are coded apart from each other".to_owned());
        }
        let layout = if channels == 1 { Channels::Mono } else { Channels::Stereo };
        let mut decoder = Decoder::new(Self::RATE_HZ, layout).map_err(|error| error.to_string())?;
        decoder.set_gain(i32::from(i16::from_le_bytes(gain))).map_err(|error| error.to_string())?;
        let pre_skip = u64::from(u16::from_le_bytes(pre_skip)) / TICKS_PER_SAMPLE;
        Ok(Self { decoder, channels, pre_skip, to_skip: pre_skip, interleaved: vec![0.0; LONGEST_PACKET * channels] })
    }

    /// Samples of a stream whose last position is `ticks`.
    pub fn samples_of(&self, ticks: u64) -> u64 {
        (ticks / TICKS_PER_SAMPLE).saturating_sub(self.pre_skip)
    }

    /// The packet's samples by channel, without the run-up and what lies behind the stream's end.
    pub fn decode(&mut self, packet: &Packet) -> Result<Vec<Vec<f32>>, String> {
        if packet.data.is_empty() {
            return Err("an empty packet".to_owned());
        }
        let length =
            self.decoder.decode_float(&packet.data, &mut self.interleaved, false).map_err(|error| error.to_string())?;
        let to = length.saturating_sub((packet.trim_end.get() / TICKS_PER_SAMPLE) as usize);
        let from = to.min(self.to_skip as usize);
        self.to_skip -= from as u64;
        let interleaved = &self.interleaved[from * self.channels..to * self.channels];
        Ok((0..self.channels)
            .map(|channel| {
                let own = interleaved.iter().skip(channel).step_by(self.channels);
                own.copied().collect()
            })
            .collect())
    }
}
