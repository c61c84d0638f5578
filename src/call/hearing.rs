//! What a call hears: who speaks, and what was made out of it.

use super::listen::Heard;
use super::{Call, Output};
use crate::detect::Unheard;
use crate::event::{Channel, Gap, Lost, Observation, Signal, SignalAt, SignalSource, Utterance};
use crate::transcribe::{Request, Transcript};

/// A room is heard, not the loudspeaker in it: the clerk may as well have leant back.
const ROOM_CONFIDENCE: f32 = 0.4;

impl Call {
    pub(super) fn add_gap(&mut self, gap: Gap) {
        self.line.gaps.push(gap.clone());
        self.outputs.push_back(Output::Gap(gap.clone()));
        self.observe(&Observation::Gap(gap));
    }

    pub(super) fn apply_transcript(&mut self, transcript: Transcript) {
        if let Some(reason) = &transcript.failed {
            if transcript.complete {
                let Transcript { channel, from, to, .. } = transcript;
                self.settle(transcript.utterance);
                self.add_gap(Gap { channel, from, to, lost: Lost::Words, because: reason.clone() });
            }
            return;
        }
        let words = transcript.words;
        let sum: f32 = words.expose().iter().map(|word| word.confidence).sum();
        let confidence = sum / words.expose().len().max(1) as f32;
        let Transcript { utterance: number, channel, from, to, complete, .. } = transcript;
        self.hear(Utterance { number, channel, from, to, words, confidence, complete });
    }

    /// Words became known, by the recogniser or by reference.
    pub(super) fn hear(&mut self, utterance: Utterance) {
        self.dialogue.hear(&utterance);
        if utterance.complete {
            self.settle(utterance.number);
            let said = !utterance.words.expose().is_empty();
            if said && utterance.channel != Channel::Background {
                self.outputs.push_back(Output::Segment(utterance.clone()));
            }
        }
        self.observe(&Observation::Heard(utterance));
    }

    pub(super) fn settle(&mut self, number: u32) {
        self.line.unheard.retain(|open| open.number != number);
    }

    /// Takes in what the listener noticed.
    pub(super) fn notice(&mut self, event: Heard) {
        match event {
            Heard::Started { number, channel, from_sample } => {
                let from = self.time_of(from_sample);
                let voice = self.line.voice_mut(channel);
                voice.speaking = Some(from);
                voice.first.get_or_insert(from);
                if self.reference.is_none() {
                    self.line.unheard.push(Unheard { number, channel, from });
                }
                self.observe(&Observation::SpeechStarted { channel, from });
            }
            Heard::Ended { channel, from_sample, to_sample } => {
                let (from, to) = (self.time_of(from_sample), self.time_of(to_sample));
                let voice = self.line.voice_mut(channel);
                voice.speaking = None;
                voice.ended = Some(to);
                if channel == Channel::Background {
                    let words = Vec::new().into();
                    let silent = Utterance { number: 0, channel, from, to, words, confidence: 0.0, complete: true };
                    self.outputs.push_back(Output::Segment(silent));
                }
                self.observe(&Observation::SpeechEnded { channel, from, to });
            }
            Heard::Spoken { number, channel, from_sample, to_sample, complete, samples } => {
                if self.reference.is_some() {
                    return;
                }
                let deadline = self.wanted(channel);
                self.outputs.push_back(Output::Transcribe(Request {
                    utterance: number,
                    channel,
                    from: self.time_of(from_sample),
                    to: self.time_of(to_sample),
                    asked: self.now,
                    complete,
                    deadline,
                    samples,
                }));
            }
            Heard::Muted { from_sample } if self.line.hold.is_none() => {
                self.line.hold = Some(self.time_of(from_sample));
                self.observe(&Observation::Tick);
            }
            Heard::Unmuted { at_sample } if !self.held_by_signal => {
                self.line.hold = None;
                self.line.opened = self.time_of(at_sample);
                self.observe(&Observation::Tick);
            }
            Heard::Room { reverberant } => {
                let signal = Signal::Speakerphone { on: reverberant };
                let (source, confidence) = (SignalSource::Sound, ROOM_CONFIDENCE);
                self.apply_signal(SignalAt { at: self.now, signal, source, confidence });
            }
            Heard::Muted { .. } | Heard::Unmuted { .. } => {}
        }
    }

    pub(super) fn interrupt(&mut self) {
        for event in self.listener.interrupt() {
            self.notice(event);
        }
    }
}
