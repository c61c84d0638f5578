//! Who is heard on the agent's channel, on cuts of synthetic calls and on sounds made here.

use std::path::PathBuf;

use czujka::audio::{BLOCK_MS, BLOCK_SAMPLES, Blocks, RATE_HZ};
use czujka::speaker::{Source, SpeakerBlock, SpeakerTracker};
use czujka::tap::file::Recording;
use czujka::vad::{AboveFloor, Earshot, VoiceActivity as _};

/// What a made call sounds like: seconds and the sample's number to the agent's and the caller's sample.
type Sound<'a> = &'a dyn Fn(f32, u32) -> (f32, f32);

/// Follows a call block by block.
struct Listener {
    vads: [AboveFloor<Earshot>; 2],
    tracker: SpeakerTracker,
    labels: Vec<Source>,
}

impl Listener {
    fn new() -> Self {
        Self {
            vads: [0; 2].map(|_| AboveFloor::new(Earshot::new())),
            tracker: SpeakerTracker::new(),
            labels: Vec::new(),
        }
    }

    fn hear(&mut self, agent: &[f32; BLOCK_SAMPLES], caller: &[f32; BLOCK_SAMPLES], open_line: bool) {
        let [agent_vad, caller_vad] = &mut self.vads;
        let (agent_speech, caller_speech) = (agent_vad.push(agent), caller_vad.push(caller));
        let block = SpeakerBlock { agent, caller, agent_speech, caller_speech, open_line };
        self.labels.extend(self.tracker.push(&block).map(|heard| heard.source));
    }

    /// Blocks of a source between two moments.
    fn blocks(&self, source: Source, from_ms: i64, to_ms: i64) -> usize {
        let (from, to) = ((from_ms / BLOCK_MS) as usize, (to_ms / BLOCK_MS) as usize);
        let labels = &self.labels[from.min(self.labels.len())..to.min(self.labels.len())];
        labels.iter().filter(|label| **label == source).count()
    }
}

/// A recorded cut, its agent's channel changed by so many dB.
fn recorded(name: &str, open_line: bool, agent_db: f32) -> Listener {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/voice");
    let mut tap = Recording::open(&[folder.join(name)]).expect("the fixture opens");
    let mut blocks = Blocks::new(tap.rate_hz()).expect("8 kHz can be used");
    let mut listener = Listener::new();
    let gain = 10.0_f32.powf(agent_db / 20.0);
    while let Some(frame) = tap.next_frame().expect("the fixture is whole") {
        blocks.push(&frame);
        while let Some(block) = blocks.pop() {
            listener.hear(&block.agent.map(|sample| sample * gain), &block.caller, open_line);
        }
    }
    listener
}

fn made(seconds: f32, sound: Sound<'_>) -> Listener {
    let mut listener = Listener::new();
    for block in 0..(seconds * RATE_HZ as f32) as usize / BLOCK_SAMPLES {
        let samples: [(f32, f32); BLOCK_SAMPLES] = std::array::from_fn(|n| {
            let at = (block * BLOCK_SAMPLES + n) as u32;
            sound(at as f32 / RATE_HZ as f32, at)
        });
        listener.hear(&samples.map(|pair| pair.0), &samples.map(|pair| pair.1), true);
    }
    listener
}

/// White noise between −1 and 1, the same each time (xorshift of the sample's number).
fn noise(at: u32) -> f32 {
    let mut bits = at.wrapping_mul(2_654_435_761).wrapping_add(1);
    bits ^= bits << 13;
    bits ^= bits >> 17;
    bits ^= bits << 5;
    bits as f32 / u32::MAX as f32 * 2.0 - 1.0
}

fn tone(hz: f32, seconds: f32) -> f32 {
    (std::f32::consts::TAU * hz * seconds).sin()
}

#[test]
fn a_colleague_is_told_from_the_agent_at_any_level_of_the_tap() {
    for agent_db in [-6.0, 0.0, 6.0] {
        let listener = recorded("background.flac", true, agent_db);
        assert!(listener.blocks(Source::Agent, 0, 2000) > 75, "{agent_db} dB");
        assert_eq!(listener.blocks(Source::Background, 0, 2000), 0, "{agent_db} dB");
        assert!(listener.blocks(Source::Background, 2600, 5500) > 110, "{agent_db} dB");
        assert_eq!(listener.blocks(Source::Agent, 2700, 6000), 0, "{agent_db} dB");
    }
}

#[test]
fn on_hold_nobody_is_heard() {
    let listener = recorded("background.flac", false, 0.0);
    assert_eq!(listener.blocks(Source::Quiet, 0, 60_000), listener.labels.len());
}

#[test]
fn the_callers_own_voice_coming_back_is_leak() {
    let listener = recorded("sidetone.flac", true, 0.0);
    assert!(listener.blocks(Source::Leak, 1900, 5000) > 40);
    assert!(listener.blocks(Source::Background, 0, 5000) <= 3);
}

#[test]
fn a_shout_is_the_agents_and_so_is_what_follows() {
    let listener = recorded("shout.flac", true, 0.0);
    assert!(listener.blocks(Source::Agent, 0, 6500) > 270);
    assert!(listener.blocks(Source::Background, 0, 6500) <= 3);
}

#[test]
fn noise_keys_and_a_ringing_telephone_are_nobody() {
    let sounds: [(&str, Sound<'_>); 4] = [
        ("noise that begins out of silence", &|seconds, at| (if seconds < 1.0 { 0.0 } else { 0.003 * noise(at) }, 0.0)),
        ("a fan that breathes", &|seconds, at| ((1.0 + tone(0.7, seconds)) * 0.005 * noise(at), 0.0)),
        ("keys", &|seconds, at| {
            let struck = 0.02 * noise(at) * (-(seconds % 0.17) * 200.0).exp();
            (0.0005 * noise(at.wrapping_add(7)) + struck, 0.0)
        }),
        ("ringing", &|seconds, at| {
            let rings = if seconds % 5.0 < 1.0 { 0.02 } else { 0.0 };
            (0.0005 * noise(at) + rings * tone(425.0, seconds), 0.0)
        }),
    ];
    for (name, sound) in sounds {
        let listener = made(6.0, sound);
        assert!(listener.blocks(Source::Background, 0, 6000) <= 6, "{name}");
    }
}

#[test]
fn labels_come_a_fixed_lag_after_their_blocks() {
    let listener = made(2.0, &|_, at| (0.001 * noise(at), 0.0));
    let blocks = 2 * RATE_HZ as usize / BLOCK_SAMPLES;
    assert_eq!(listener.labels.len(), blocks - czujka::speaker::LAG_BLOCKS);
}
