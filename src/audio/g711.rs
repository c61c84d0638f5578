//! How samples travel in bytes: G.711 A-law and µ-law, and 16-bit PCM.

use audio_codec_algorithms::{decode_alaw, decode_ulaw, encode_alaw, encode_ulaw};

use super::AudioError;

/// Full scale of a 16-bit sample.
const FULL_SCALE: f32 = 32_768.0;

/// How a tap writes one channel's samples into bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// G.711 A-law, one byte a sample (RTP payload type 8).
    ALaw,
    /// G.711 µ-law, one byte a sample (RTP payload type 0).
    MuLaw,
    /// Signed 16-bit little-endian PCM.
    Pcm16,
}

impl Encoding {
    /// Bytes of one sample.
    pub const fn sample_bytes(self) -> usize {
        match self {
            Self::ALaw | Self::MuLaw => 1,
            Self::Pcm16 => 2,
        }
    }

    /// Appends the samples in `bytes`, from −1 to 1.
    ///
    /// # Errors
    /// [`AudioError::PartialSample`] where the bytes end within a sample; nothing is appended then.
    pub fn decode(self, bytes: &[u8], samples: &mut Vec<f32>) -> Result<(), AudioError> {
        if !bytes.len().is_multiple_of(self.sample_bytes()) {
            return Err(AudioError::PartialSample { bytes: bytes.len(), sample_bytes: self.sample_bytes() });
        }
        match self {
            Self::ALaw => samples.extend(bytes.iter().map(|byte| to_float(decode_alaw(*byte)))),
            Self::MuLaw => samples.extend(bytes.iter().map(|byte| to_float(decode_ulaw(*byte)))),
            Self::Pcm16 => {
                samples.extend(bytes.chunks_exact(2).map(|pair| to_float(i16::from_le_bytes([pair[0], pair[1]]))));
            }
        }
        Ok(())
    }

    /// Appends the bytes of `samples`; what lies beyond −1..1 is clipped, NaN becomes silence.
    pub fn encode(self, samples: &[f32], bytes: &mut Vec<u8>) {
        let linear = samples.iter().map(|sample| to_linear(*sample));
        match self {
            Self::ALaw => bytes.extend(linear.map(encode_alaw)),
            Self::MuLaw => bytes.extend(linear.map(encode_ulaw)),
            Self::Pcm16 => bytes.extend(linear.flat_map(i16::to_le_bytes)),
        }
    }
}

fn to_float(linear: i16) -> f32 {
    f32::from(linear) / FULL_SCALE
}

/// A float-to-integer cast saturates and turns NaN into zero.
fn to_linear(sample: f32) -> i16 {
    (sample * FULL_SCALE).round() as i16
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn decoded(encoding: Encoding, bytes: &[u8]) -> Vec<f32> {
        let mut samples = Vec::new();
        encoding.decode(bytes, &mut samples).expect("whole samples");
        samples
    }

    fn encoded(encoding: Encoding, samples: &[f32]) -> Vec<u8> {
        let mut bytes = Vec::new();
        encoding.encode(samples, &mut bytes);
        bytes
    }

    #[test]
    fn every_law_byte_survives_a_round_trip() {
        let all: Vec<u8> = (0..=255).collect();
        let a_law = decoded(Encoding::ALaw, &all);
        assert_eq!(encoded(Encoding::ALaw, &a_law), all);
        let mu_law = decoded(Encoding::MuLaw, &all);
        // µ-law has two zeros; the negative one (0x7F) comes back as the positive one.
        let expected: Vec<u8> = all.iter().map(|byte| if *byte == 0x7F { 0xFF } else { *byte }).collect();
        assert_eq!(encoded(Encoding::MuLaw, &mu_law), expected);
    }

    #[test]
    fn the_laws_agree_with_the_recommendation_at_their_ends() {
        // ITU-T G.711, tables 1a and 2a: the largest decision values decode to 4032 of 4096 (13 bits)
        // and 8031 of 8192 (14 bits); the idle A-law byte 0xD5 is the smallest positive value.
        assert_eq!(decoded(Encoding::ALaw, &[0xAA]), [4032.0 / 4096.0]);
        assert_eq!(decoded(Encoding::ALaw, &[0x2A]), [-4032.0 / 4096.0]);
        assert_eq!(decoded(Encoding::ALaw, &[0xD5]), [1.0 / 4096.0]);
        assert_eq!(decoded(Encoding::MuLaw, &[0x80]), [8031.0 / 8192.0]);
        assert_eq!(decoded(Encoding::MuLaw, &[0xFF]), [0.0]);
    }

    #[test]
    fn half_a_sample_is_refused_and_appends_nothing() {
        let mut samples = vec![0.5];
        let error = Encoding::Pcm16.decode(&[0, 1, 2], &mut samples).expect_err("three bytes are no 16-bit samples");
        assert!(matches!(error, AudioError::PartialSample { bytes: 3, .. }), "{error}");
        assert_eq!(samples, [0.5]);
    }

    #[test]
    fn too_loud_is_clipped_and_nan_is_silence() {
        let bytes = encoded(Encoding::Pcm16, &[2.0, -2.0, f32::NAN, f32::INFINITY]);
        assert_eq!(bytes, [0xFF, 0x7F, 0x00, 0x80, 0, 0, 0xFF, 0x7F]);
    }

    proptest! {
        #[test]
        fn pcm_round_trips(linear in proptest::collection::vec(any::<i16>(), 0..100)) {
            let bytes: Vec<u8> = linear.iter().flat_map(|s| s.to_le_bytes()).collect();
            let samples = decoded(Encoding::Pcm16, &bytes);
            prop_assert!(samples.iter().all(|s| (-1.0..1.0).contains(s)));
            prop_assert_eq!(encoded(Encoding::Pcm16, &samples), bytes);
        }
    }
}
