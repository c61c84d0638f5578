//! Sound for a drawn call: voices cut from the fixtures, a noise floor, keys.

use std::ops::Range;
use std::sync::LazyLock;

use czujka::audio::Frame;
use czujka::event::Channel;

/// The rate of the fixtures, and of every drawn call.
pub const RATE_HZ: u32 = 8_000;

/// Samples a millisecond.
const PER_MS: usize = RATE_HZ as usize / 1000;

/// How loud a party is, as the root of its mean square.
const PARTY_LEVEL: f32 = 0.08;

/// A bystander is so much softer than a party.
const BYSTANDER_GAIN: f32 = 0.25;

/// A quiet room's noise, about 66 dB below full scale.
const NOISE_LEVEL: f32 = 0.0008;

static AGENT: LazyLock<Vec<f32>> = LazyLock::new(|| voice("jutro-o-dziesiatej"));
static CALLER: LazyLock<Vec<f32>> = LazyLock::new(|| voice("zrozumiale"));
static BYSTANDER: LazyLock<Vec<f32>> = LazyLock::new(|| voice("do-widzenia"));

/// The sound of a whole call.
pub struct Sound {
    frame: Frame,
}

impl Sound {
    /// Nothing but the rooms' noise.
    pub fn new(length_ms: i64) -> Self {
        let samples = length_ms as usize * PER_MS;
        let mut random = Random(7);
        let mut noise = || (0..samples).map(|_| random.next() * NOISE_LEVEL).collect();
        Self { frame: Frame { agent: noise(), caller: noise() } }
    }

    /// Somebody speaks, a bystander on the agent's channel.
    pub fn speak(&mut self, who: Channel, from_ms: i64, to_ms: i64) {
        let (channel, voice, gain) = match who {
            Channel::Agent => (&mut self.frame.agent, &*AGENT, 1.0),
            Channel::Caller => (&mut self.frame.caller, &*CALLER, 1.0),
            Channel::Background => (&mut self.frame.agent, &*BYSTANDER, BYSTANDER_GAIN),
        };
        add(channel, from_ms, to_ms, voice, gain);
    }

    /// Somebody beside the caller speaks.
    pub fn speak_beside_caller(&mut self, from_ms: i64, to_ms: i64) {
        add(&mut self.frame.caller, from_ms, to_ms, &BYSTANDER, BYSTANDER_GAIN);
    }

    /// The agent types, five keys a second or so.
    pub fn type_keys(&mut self, from_ms: i64, to_ms: i64) {
        let mut random = Random(11);
        let mut key_ms = from_ms;
        while key_ms < to_ms {
            let from = key_ms as usize * PER_MS;
            for (index, sample) in self.frame.agent.iter_mut().skip(from).take(12 * PER_MS).enumerate() {
                *sample += random.next() * 0.03 * (-(index as f32) / (2.0 * PER_MS as f32)).exp();
            }
            key_ms += 200 + (random.next() * 120.0) as i64;
        }
    }

    /// The agent's microphone is off.
    pub fn mute(&mut self, from_ms: i64, to_ms: i64) {
        let range = samples(from_ms, to_ms, self.frame.agent.len());
        self.frame.agent[range].fill(0.0);
    }

    /// A stretch of it as the tap would bring it.
    pub fn cut(&self, from_ms: i64, to_ms: i64) -> Frame {
        let range = samples(from_ms, to_ms, self.frame.agent.len());
        Frame { agent: self.frame.agent[range.clone()].to_vec(), caller: self.frame.caller[range].to_vec() }
    }
}

fn samples(from_ms: i64, to_ms: i64, length: usize) -> Range<usize> {
    let at = |ms: i64| (ms.max(0) as usize * PER_MS).min(length);
    at(from_ms)..at(to_ms)
}

fn add(channel: &mut [f32], from_ms: i64, to_ms: i64, voice: &[f32], gain: f32) {
    let range = samples(from_ms, to_ms, channel.len());
    for (sample, spoken) in channel[range].iter_mut().zip(voice.iter().cycle()) {
        *sample += spoken * gain;
    }
}

/// A fixture's speech without the quiet around it, at a party's level.
fn voice(name: &str) -> Vec<f32> {
    let path = format!("{}/tests/fixtures/speech/{name}.wav", env!("CARGO_MANIFEST_DIR"));
    let all: Vec<f32> = hound::WavReader::open(path)
        .expect("the fixture")
        .into_samples::<i16>()
        .map(|sample| f32::from(sample.expect("a sample")) / 32_768.0)
        .collect();
    let loud = |sample: &f32| sample.abs() > 0.03;
    let first = all.iter().position(loud).expect("speech");
    let last = all.iter().rposition(loud).expect("speech");
    let speech = &all[first..=last];
    let level = (speech.iter().map(|sample| sample * sample).sum::<f32>() / speech.len() as f32).sqrt();
    speech.iter().map(|sample| sample * PARTY_LEVEL / level).collect()
}

/// Numbers from −1 to 1 (Knuth's linear congruential generator, MMIX).
struct Random(u64);

impl Random {
    fn next(&mut self) -> f32 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 40) as f32 / (1_u64 << 23) as f32 - 1.0
    }
}
