//! A call's time: what was fed is worked through in order, and the end waits for the last words.

use super::reference::{Reference, Said};
use super::{Call, INTERRUPTED_MS, Input, LAST_WORDS_MS, Output, scene};
use crate::audio::{Block, Frame};
use crate::clock::wall_time;
use crate::event::{CallTime, Channel, Gap, Lost, Observation, Signal, SignalAt};

impl Call {
    /// Does one unit of work; `false` if there is none.
    pub(super) fn step(&mut self) -> bool {
        if self.line.ended.is_some() {
            return self.finish();
        }
        if let Some(block) = self.blocks.pop() {
            self.take_block(&block);
            return true;
        }
        let Some(input) = self.inputs.pop_front() else {
            // Late transcripts take effect although nothing else happens.
            return self.apply_until(self.now);
        };
        match input {
            Input::Audio(frame) => self.take_audio(&frame),
            Input::Signal(reported) => self.schedule(reported.at(self.now)),
            Input::Transcript(_) => {}
            Input::Tick(at) => {
                self.advance(at.max(self.now));
            }
            Input::Missing { ms, because } => self.skip(ms, &because),
            Input::Forgotten { because } => self.forget(&because),
            Input::End => {
                self.blocks.flush();
                while let Some(block) = self.blocks.pop() {
                    self.take_block(&block);
                    if self.line.ended.is_some() {
                        return true;
                    }
                }
                let last = self.signals.keys().next_back().map_or(self.now, |(at, _)| *at);
                if last - self.sound_until > INTERRUPTED_MS {
                    self.skip(last - self.sound_until, "the sound ends before the call");
                }
                self.advance(last.max(self.now));
                self.end(self.now);
            }
        }
        true
    }

    pub(super) fn take_audio(&mut self, frame: &Frame) {
        let late_ms = self.now - self.sound_until;
        if late_ms > INTERRUPTED_MS {
            self.skip(late_ms, "no audio arrived");
        }
        self.blocks.push(frame);
    }

    pub(super) fn take_block(&mut self, block: &Block) {
        let end = self.time_of(block.from_sample + block.agent.len() as u64);
        self.sound_until = self.advance(end);
        if self.line.ended.is_some() || !self.line.answered {
            return;
        }
        let open = self.line.hold.is_none() || !self.held_by_signal;
        let [agent, caller] = [Channel::Agent, Channel::Caller].map(|channel| self.wanted(channel).is_some());
        self.listener.want(agent, caller);
        let heard = self.listener.hear(block, open);
        for event in heard {
            self.notice(event);
        }
        let stirring = self.listener.stirring();
        if std::mem::replace(&mut self.line.agent.stirring, stirring) && !stirring {
            // What was held back for it can be said now.
            self.observe(&Observation::Tick);
        }
    }

    /// Sound is missing: time goes on over it.
    pub(super) fn skip(&mut self, ms: i64, because: &str) {
        let from = self.sound_until;
        let to = from + ms.max(0);
        self.interrupt();
        self.blocks.skip(ms.max(0));
        while let Some(block) = self.blocks.pop() {
            self.take_block(&block);
        }
        if let Some(from) = self.missed_from(from, to) {
            for channel in [Channel::Agent, Channel::Caller] {
                self.add_gap(Gap { channel, from, to, lost: Lost::Sound, because: because.to_owned() });
            }
        }
        let zero = self.zero;
        self.advance(to.max(self.now));
        self.sound_until = to - (zero - self.zero);
    }

    /// From where on missing sound is missed, if it is: nobody misses that of a hold, also where the hold
    /// is over by the time that sound comes again.
    fn missed_from(&self, from: CallTime, to: CallTime) -> Option<CallTime> {
        if self.line.hold.is_some() || !self.line.answered {
            return None;
        }
        let opened = self.line.opened;
        let began_with_hold = self.held_from.is_some_and(|hold| from > hold - INTERRUPTED_MS) && from < opened;
        if !began_with_hold {
            return Some(from);
        }
        (to - opened > INTERRUPTED_MS).then_some(opened)
    }

    pub(super) fn forget(&mut self, because: &str) {
        for channel in [Channel::Agent, Channel::Caller] {
            let (from, to) = (CallTime::ZERO.min(self.now), self.now);
            self.add_gap(Gap { channel, from, to: to.max(from + 1), lost: Lost::Sound, because: because.to_owned() });
        }
    }

    pub(super) fn schedule(&mut self, signal: SignalAt) {
        let at = signal.at;
        self.signals_seen += 1;
        self.signals.insert((at, self.signals_seen), signal);
        if !self.begun {
            // A recorded call rang before its sound begins.
            self.now = self.now.min(at);
        } else if at <= self.now {
            self.apply_until(self.now);
        }
    }

    /// Lets time go on to `to`, with everything on the way; gives `to` again, which an answer on the
    /// way moves with zero.
    pub(super) fn advance(&mut self, to: CallTime) -> CallTime {
        let zero = self.zero;
        self.apply_until(to);
        let to = to - (zero - self.zero);
        if self.line.ended.is_none() {
            self.now = self.now.max(to);
        }
        to
    }

    /// Applies signals, transcripts and ticks up to `to` in order of time; `false` if there was none.
    pub(super) fn apply_until(&mut self, mut to: CallTime) -> bool {
        self.begun = true;
        let mut any = false;
        loop {
            let signal = self.signals.keys().next().map(|(at, _)| *at);
            let transcript = self.transcripts.keys().next().map(|(at, ..)| *at);
            let reference = self.reference.as_ref().and_then(Reference::next);
            let due = self.panel.due(&self.scene());
            let Some(first) = [signal, transcript, reference, due].into_iter().flatten().min() else { return any };
            if first > to || self.over {
                return any;
            }
            any = true;
            self.now = self.now.max(first);
            if signal == Some(first) {
                let Some(((at, _), signal)) = self.signals.pop_first() else { return any };
                let zero = self.zero;
                // Its own `at` does not move with zero, its place in the queue does.
                self.apply_signal(SignalAt { at, ..signal });
                // An answer moves zero, and with it the moment worked up to.
                to = to - (zero - self.zero);
                if self.line.ended.is_some() {
                    return any;
                }
            } else if transcript == Some(first) {
                let Some((_, transcript)) = self.transcripts.pop_first() else { return any };
                self.apply_transcript(transcript);
            } else if reference == Some(first) {
                match self.reference.as_mut().and_then(Reference::pop) {
                    Some(Said::Begun(begun)) => self.line.unheard.push(begun),
                    Some(Said::Words(utterance)) => self.hear(utterance),
                    None => return any,
                }
            } else {
                self.observe(&Observation::Tick);
            }
        }
    }

    pub(super) fn apply_signal(&mut self, mut signal: SignalAt) {
        match signal.signal {
            Signal::Answered if !self.line.answered => {
                self.answer(signal.at);
                signal.at = CallTime::ZERO;
            }
            Signal::Hold if self.line.answered && !self.held_by_signal => {
                self.held_by_signal = true;
                self.line.hold = Some(signal.at);
                self.held_from = Some(signal.at);
                self.interrupt();
            }
            Signal::Resume if self.held_by_signal => {
                self.held_by_signal = false;
                self.line.hold = None;
                self.line.opened = signal.at;
            }
            Signal::Hangup { .. } => {
                self.outputs.push_back(Output::Signal(signal.clone()));
                self.observe(&Observation::Signal(signal.clone()));
                self.end(signal.at.max(self.sound_until.min(self.now)));
                return;
            }
            _ => {}
        }
        self.outputs.push_back(Output::Signal(signal.clone()));
        self.observe(&Observation::Signal(signal));
    }

    /// Zero moves to the answer.
    pub(super) fn answer(&mut self, at: CallTime) {
        self.line.answered = true;
        let shift = at.0;
        if shift != 0 {
            if self.facts.started.is_none() {
                self.started = self.started.map(|origin| wall_time(origin, at));
            }
            self.line.origin = self.line.origin - shift;
            self.zero = self.zero - shift;
            self.now = self.now - shift;
            self.sound_until = self.sound_until - shift;
            let waiting = std::mem::take(&mut self.signals);
            self.signals = waiting.into_iter().map(|((at, order), signal)| ((at - shift, order), signal)).collect();
        }
    }

    pub(super) fn end(&mut self, at: CallTime) {
        self.interrupt();
        self.line.ended = Some(at);
        self.now = self.now.max(at);
        self.signals.clear();
        if let Some(reference) = &mut self.reference {
            reference.end(at);
        }
    }

    /// Waits for the last words, then judges.
    pub(super) fn finish(&mut self) -> bool {
        let Some(ended) = self.line.ended else { return false };
        let latest = ended + LAST_WORDS_MS;
        while let Some(Input::Tick(at)) = self.inputs.pop_front() {
            self.now = self.now.max(at);
        }
        let known = [
            self.transcripts.keys().next().map(|(at, ..)| *at),
            self.reference.as_ref().and_then(Reference::next).filter(|at| *at <= latest),
        ];
        if let Some(next) = known.into_iter().flatten().min() {
            self.apply_until(next.max(self.now));
            self.now = self.now.max(next);
            return true;
        }
        if !self.line.unheard.is_empty() && self.now < latest {
            return false; // the driver has been asked for words that have not come
        }
        self.close();
        true
    }

    pub(super) fn close(&mut self) {
        let unheard = std::mem::take(&mut self.line.unheard);
        for open in unheard {
            let to = self.line.ended.unwrap_or(self.now);
            self.add_gap(Gap {
                channel: open.channel,
                from: open.from,
                to,
                lost: Lost::Words,
                because: "its transcription did not come in time".to_owned(),
            });
        }
        let scene = scene(&self.facts, &self.staff, &self.lexicon, &self.line, &self.dialogue, self.started, self.now);
        let (alerts, scorecard) = self.panel.close(&scene);
        self.outputs.extend(alerts.into_iter().map(Output::Alert));
        self.outputs.push_back(Output::Scorecard(scorecard));
        self.over = true;
    }
}
