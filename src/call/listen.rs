//! Sound in, speech out: who begins and ends to speak, and the stretches to transcribe.

use std::collections::VecDeque;
use std::sync::Arc;

use crate::audio::{BLOCK_MS, BLOCK_SAMPLES, Block};
use crate::event::Channel;
use crate::speaker::{LAG_BLOCKS, Room, Source, SpeakerBlock, SpeakerTracker};
use crate::transcribe::Cost;
use crate::vad::{AboveFloor, Earshot, SegmentEvent, SegmentRules, Segmenter, VoiceActivity, level_db};

/// Sound kept for utterances still open: the longest one, its lead and the speaker's lag.
const KEPT_SAMPLES: usize = 16_000 * 27 / 2;

/// From this probability on, a block is speech.
const SPEECH: f32 = 0.5;

/// So many blocks of speech not attributed yet are enough to hold a nudge back: the segmenter's onset.
const STIRRING_BLOCKS: usize = 4;

/// A channel whose samples stay within one step of A-law's finest (16 of 32 768) is switched off.
const CONSTANT_SPAN: f32 = 17.0 / 32_768.0;

/// So long a constant agent's channel is a mute.
const MUTE_MS: i64 = 2000;

/// So much noise floor must have been heard before a constant channel says anything.
const NOISE_FLOOR_MS: i64 = 1000;

/// What the listener noticed; positions in samples at 16 kHz since the first sound.
#[derive(Debug)]
pub(super) enum Heard {
    Started {
        number: u32,
        channel: Channel,
        from_sample: u64,
    },
    Ended {
        channel: Channel,
        from_sample: u64,
        to_sample: u64,
    },
    /// A stretch to transcribe: all of an utterance, or as much as there is.
    Spoken {
        number: u32,
        channel: Channel,
        from_sample: u64,
        to_sample: u64,
        complete: bool,
        samples: Arc<[f32]>,
    },
    Muted {
        from_sample: u64,
    },
    Unmuted {
        at_sample: u64,
    },
    /// The agent's voice has come to sound from across a room, or near again.
    Room {
        reverberant: bool,
    },
}

/// Listens to both channels of one call.
pub(super) struct Listener {
    cost: Cost,
    vad: [AboveFloor<Earshot>; 2],
    tracker: SpeakerTracker,
    /// Blocks on their way through the tracker; none for silence put in at an interruption.
    pending: VecDeque<Option<Pending>>,
    voices: [Voice; 3],
    agent_ring: Ring,
    caller_ring: Ring,
    /// Whether somebody waits for the agent's and for the caller's words before they are complete.
    wanted: [bool; 2],
    /// Whether the last speech attributed was the caller's own voice leaking back.
    leaking: bool,
    /// Blocks since the agent's channel last held any speech.
    agent_quiet_blocks: u64,
    numbers: u32,
    mute: Mute,
    room: Room,
    expected: Option<u64>,
}

impl Listener {
    pub(super) fn new(cost: Cost) -> Self {
        Self {
            cost,
            vad: [0; 2].map(|_| AboveFloor::new(Earshot::new())),
            tracker: SpeakerTracker::new(),
            pending: VecDeque::with_capacity(LAG_BLOCKS + 1),
            voices: [
                Voice::new(SegmentRules::with_hangover_ms(cost.hangover_ms)),
                Voice::new(SegmentRules::with_hangover_ms(cost.hangover_ms)),
                Voice::new(SegmentRules::background(cost.hangover_ms)),
            ],
            agent_ring: Ring::new(),
            caller_ring: Ring::new(),
            wanted: [false; 2],
            leaking: false,
            agent_quiet_blocks: 0,
            numbers: 0,
            mute: Mute::default(),
            room: Room::default(),
            expected: None,
        }
    }

    /// Takes in the next block; `open` is false on hold, when nobody hears the other.
    pub(super) fn hear(&mut self, block: &Block, open: bool) -> Vec<Heard> {
        let mut heard = Vec::new();
        let here = block.from_sample;
        if self.expected.is_some_and(|expected| expected != here) {
            heard.extend(self.interrupt());
        }
        self.expected = Some(here + BLOCK_SAMPLES as u64);
        if !open {
            return heard;
        }
        heard.extend(self.mute.watch(here, &block.agent));
        self.agent_ring.push(here, &block.agent);
        self.caller_ring.push(here, &block.caller);
        let [agent_vad, caller_vad] = &mut self.vad;
        let (agent_speech, caller_speech) = (agent_vad.push(&block.agent), caller_vad.push(&block.caller));
        self.push_voice(Channel::Caller, here, caller_speech, level_db(&block.caller), &mut heard);
        self.agent_quiet_blocks = if agent_speech >= SPEECH { 0 } else { self.agent_quiet_blocks + 1 };
        self.pending.push_back(Some(Pending { at: here, speech: agent_speech, level_db: level_db(&block.agent) }));
        let label = self.tracker.push(&SpeakerBlock {
            agent: &block.agent,
            caller: &block.caller,
            agent_speech,
            caller_speech,
            open_line: true,
        });
        if let Some(label) = label {
            self.label(label.source, &mut heard);
        }
        self.end_at_once(&mut heard);
        heard
    }

    /// Says for whose words, the agent's or the caller's, somebody waits before they are complete.
    pub(super) const fn want(&mut self, agent: bool, caller: bool) {
        self.wanted = [agent, caller];
    }

    /// Whether something like speech is on the agent's channel that is not attributed yet.
    pub(super) fn stirring(&self) -> bool {
        let [agent, _, background] = &self.voices;
        let unattributed = agent.open.is_none() && background.open.is_none() && !self.leaking;
        let speech = self.pending.iter().flatten().filter(|block| block.speech >= SPEECH).count();
        unattributed && speech >= STIRRING_BLOCKS
    }

    /// Ends what is being said: the sound breaks off here.
    pub(super) fn interrupt(&mut self) -> Vec<Heard> {
        let mut heard = Vec::new();
        let silence = [0.0; BLOCK_SAMPLES];
        // Silence as long as the tracker's lag brings out the labels still inside.
        for _ in 0..LAG_BLOCKS {
            self.pending.push_back(None);
            let silent = SpeakerBlock {
                agent: &silence,
                caller: &silence,
                agent_speech: 0.0,
                caller_speech: 0.0,
                open_line: false,
            };
            if let Some(label) = self.tracker.push(&silent) {
                self.label(label.source, &mut heard);
            }
        }
        for channel in [Channel::Agent, Channel::Caller, Channel::Background] {
            self.finish(channel, &mut heard);
            self.voice(channel).begin_anew();
        }
        let broke_off_at = self.expected.take().unwrap_or_default();
        self.room.interrupt();
        heard.extend(self.mute.interrupt(broke_off_at));
        heard
    }

    /// A block of the agent's channel was attributed.
    fn label(&mut self, source: Source, heard: &mut Vec<Heard>) {
        let Some(Some(Pending { at, speech, level_db })) = self.pending.pop_front() else { return };
        if source != Source::Quiet {
            self.leaking = source == Source::Leak;
        }
        let (agent, background) = match source {
            Source::Agent => (speech, 0.0),
            // The tracker's own ear is keener than the detector's: what it lays to a bystander is speech.
            Source::Background => (0.0, 1.0),
            Source::Quiet | Source::Leak => (0.0, 0.0),
        };
        let turned = self.room.push(level_db, source == Source::Agent);
        heard.extend(turned.map(|reverberant| Heard::Room { reverberant }));
        self.push_voice(Channel::Agent, at, agent, level_db, heard);
        self.push_voice(Channel::Background, at, background, level_db, heard);
    }

    /// The agent's end need not wait for the tracker's lag: a quiet as long as the hangover holds no
    /// speech to be attributed.
    fn end_at_once(&mut self, heard: &mut Vec<Heard>) {
        let quiet_ms = self.agent_quiet_blocks as i64 * BLOCK_MS;
        let hangover_ms = self.cost.hangover_ms.max(LAG_BLOCKS as i64 * BLOCK_MS);
        if quiet_ms == hangover_ms / BLOCK_MS * BLOCK_MS {
            self.finish(Channel::Agent, heard);
        }
    }

    fn push_voice(&mut self, channel: Channel, at: u64, probability: f32, level: f32, heard: &mut Vec<Heard>) {
        let voice = self.voice(channel);
        voice.base.get_or_insert(at);
        let event = voice.segmenter.push(probability, level);
        if let Some(event) = event {
            self.take(channel, event, heard);
        }
        self.partial(channel, at, heard);
    }

    fn finish(&mut self, channel: Channel, heard: &mut Vec<Heard>) {
        while let Some(event) = self.voice(channel).segmenter.finish() {
            self.take(channel, event, heard);
        }
    }

    fn take(&mut self, channel: Channel, event: SegmentEvent, heard: &mut Vec<Heard>) {
        let number = self.numbers + 1;
        let voice = self.voice(channel);
        let base = voice.base.unwrap_or_default();
        let sample = |block: u64| base + block * BLOCK_SAMPLES as u64;
        match event {
            SegmentEvent::Started { from } => {
                let from_sample = sample(from);
                voice.open = Some(Open { number, partials: 0 });
                heard.push(Heard::Started { number, channel, from_sample });
                self.numbers = number;
            }
            SegmentEvent::Ended { from, to } => {
                let (from_sample, to_sample) = (sample(from), sample(to));
                let open = voice.open.take();
                heard.push(Heard::Ended { channel, from_sample, to_sample });
                if let Some(open) = open {
                    let samples = self.ring(channel).cut(from_sample, to_sample);
                    heard.push(Heard::Spoken {
                        number: open.number,
                        channel,
                        from_sample,
                        to_sample,
                        complete: true,
                        samples,
                    });
                }
            }
        }
    }

    /// A partial result each time so much more of the utterance has been heard.
    fn partial(&mut self, channel: Channel, at: u64, heard: &mut Vec<Heard>) {
        let [agent, caller] = self.wanted;
        let wanted = match channel {
            Channel::Agent => agent,
            Channel::Caller => caller,
            Channel::Background => false,
        };
        if !wanted {
            return;
        }
        let every = self.cost.partial_ms.max(BLOCK_MS) as u64 * 16;
        let voice = self.voice(channel);
        let (Some(base), Some(from)) = (voice.base, voice.segmenter.open_from()) else { return };
        let Some(open) = &mut voice.open else { return };
        let from_sample = base + from * BLOCK_SAMPLES as u64;
        let to_sample = at + BLOCK_SAMPLES as u64;
        let whole = to_sample.saturating_sub(from_sample) / every;
        if whole <= open.partials {
            return;
        }
        open.partials = whole;
        let number = open.number;
        let samples = self.ring(channel).cut(from_sample, to_sample);
        heard.push(Heard::Spoken { number, channel, from_sample, to_sample, complete: false, samples });
    }

    const fn voice(&mut self, channel: Channel) -> &mut Voice {
        let [agent, caller, background] = &mut self.voices;
        match channel {
            Channel::Agent => agent,
            Channel::Caller => caller,
            Channel::Background => background,
        }
    }

    const fn ring(&self, channel: Channel) -> &Ring {
        match channel {
            Channel::Agent | Channel::Background => &self.agent_ring,
            Channel::Caller => &self.caller_ring,
        }
    }
}

/// A block of the agent's channel that is not attributed yet.
struct Pending {
    at: u64,
    speech: f32,
    level_db: f32,
}

/// One voice's utterances.
struct Voice {
    segmenter: Segmenter,
    rules: SegmentRules,
    /// The sample at which the segmenter's block 0 begins.
    base: Option<u64>,
    open: Option<Open>,
}

struct Open {
    number: u32,
    partials: u64,
}

impl Voice {
    fn new(rules: SegmentRules) -> Self {
        Self { segmenter: Segmenter::new(rules), rules, base: None, open: None }
    }

    fn begin_anew(&mut self) {
        self.segmenter = Segmenter::new(self.rules);
        (self.base, self.open) = (None, None);
    }
}

/// The last sound of a channel, in 16 bits to keep a call small.
struct Ring {
    samples: VecDeque<i16>,
    /// Position of the first sample kept.
    from: u64,
}

impl Ring {
    /// Room for all that is kept from the start: grown by doubling it would be a fifth larger.
    fn new() -> Self {
        Self { samples: VecDeque::with_capacity(KEPT_SAMPLES + BLOCK_SAMPLES), from: 0 }
    }

    fn push(&mut self, at: u64, block: &[f32; BLOCK_SAMPLES]) {
        if self.from + self.samples.len() as u64 != at {
            self.samples.clear();
            self.from = at;
        }
        self.samples.extend(block.iter().map(|sample| (sample.clamp(-1.0, 1.0) * 32_767.0) as i16));
        let surplus = self.samples.len().saturating_sub(KEPT_SAMPLES);
        self.samples.drain(..surplus);
        self.from += surplus as u64;
    }

    fn cut(&self, from: u64, to: u64) -> Arc<[f32]> {
        let start = from.saturating_sub(self.from) as usize;
        let end = (to.saturating_sub(self.from) as usize).min(self.samples.len());
        self.samples.range(start.min(end)..end).map(|sample| f32::from(*sample) / 32_767.0).collect()
    }
}

/// Watches for the agent's channel being switched off.
#[derive(Debug, Default)]
struct Mute {
    noise_ms: i64,
    constant_from: Option<u64>,
    muted: bool,
}

impl Mute {
    fn watch(&mut self, at: u64, block: &[f32; BLOCK_SAMPLES]) -> Option<Heard> {
        let (low, high) =
            block.iter().fold((f32::MAX, f32::MIN), |(low, high), sample| (low.min(*sample), high.max(*sample)));
        if high - low > CONSTANT_SPAN {
            self.noise_ms += BLOCK_MS;
            self.constant_from = None;
            return std::mem::take(&mut self.muted).then_some(Heard::Unmuted { at_sample: at });
        }
        let from_sample = *self.constant_from.get_or_insert(at);
        let constant_ms = (at - from_sample) as i64 / 16 + BLOCK_MS;
        if self.muted || self.noise_ms < NOISE_FLOOR_MS || constant_ms < MUTE_MS {
            return None;
        }
        self.muted = true;
        Some(Heard::Muted { from_sample })
    }

    fn interrupt(&mut self, at_sample: u64) -> Option<Heard> {
        self.constant_from = None;
        std::mem::take(&mut self.muted).then_some(Heard::Unmuted { at_sample })
    }
}
