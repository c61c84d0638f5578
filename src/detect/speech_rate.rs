//! `speech_rate` (advice): the clerk speaks slowly enough to be followed, and as the caller asked.
//!
//! Observed: syllables a second over 10 s of the agent's speech, pauses left out; and the caller asking
//! for slower or louder speech. After "proszę mówić wolniej" the next seconds must be slower than those
//! before, or slow. How loud the agent speaks is not measured, so asking for louder speech or for a
//! repetition counts only when it comes again soon: then nothing changed, or not enough. Known false
//! alarms: words whose times the recogniser guesses badly.

use std::collections::VecDeque;

use serde::Deserialize;
use serde_json::Value;

use super::{Detector, Scene, advice, evidence};
use crate::alert::{AlertKind, Check, Finding, Raised};
use crate::event::{CallTime, Channel, Observation, Utterance, text_of};
use crate::polish::request::{Manner, manner_asked};
use crate::polish::syllables::syllables;
use crate::procedure::{Procedure, ProcedureError};

/// Numbers of `[checks.speech_rate]`.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Settings {
    /// Faster is too fast for many; careful Polish has 4 to 5.
    syllables_per_second: f32,
    /// Speech that a rate is taken over.
    window_ms: i64,
    /// Speech after a request that shows whether it was followed.
    after_request_ms: i64,
    /// Speech at this share of the rate before a request is slower.
    slower: f32,
    /// Speech at this rate is slow, whatever it was before.
    slow_syllables_per_second: f32,
    /// A request that comes again within this time was not followed.
    again_ms: i64,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            syllables_per_second: 5.5,
            window_ms: 10_000,
            after_request_ms: 4000,
            slower: 0.92,
            slow_syllables_per_second: 4.3,
            again_ms: 45_000,
        }
    }
}

pub(super) fn build(procedure: &Procedure) -> Result<Box<dyn Detector>, ProcedureError> {
    let settings = procedure.settings(Check::SpeechRate)?;
    Ok(Box::new(SpeechRate { settings, ..SpeechRate::default() }))
}

/// A pause longer than this within an utterance is no part of the speech.
const PAUSE_MS: i64 = 300;

/// A word as far as its rate goes.
#[derive(Clone, Copy, Debug)]
struct Spoken {
    from: CallTime,
    to: CallTime,
    ms: i64,
    syllables: usize,
}

/// A request that is waiting for the agent's next words.
#[derive(Clone, Debug)]
struct Request {
    at: CallTime,
    words: String,
    /// The agent's rate before it.
    before: Option<f32>,
}

#[derive(Debug, Default)]
struct SpeechRate {
    settings: Settings,
    spoken: VecDeque<Spoken>,
    /// The agent has been told of this stretch of fast speech.
    fast: bool,
    request: Option<Request>,
    /// When each manner was last asked for.
    asked: Vec<(Manner, CallTime)>,
    nudges: u32,
}

impl Detector for SpeechRate {
    fn observe(&mut self, _scene: &Scene<'_>, observation: &Observation, raised: &mut Vec<Raised>) {
        let Observation::Heard(utterance) = observation else { return };
        match utterance.channel {
            _ if !utterance.complete => {}
            Channel::Agent => self.hear_agent(utterance, raised),
            Channel::Caller => self.hear_caller(utterance, raised),
            Channel::Background => {}
        }
    }

    fn due(&self, _scene: &Scene<'_>) -> Option<CallTime> {
        None
    }

    fn close(&mut self, scene: &Scene<'_>, _raised: &mut Vec<Raised>) -> Finding {
        advice::verdict(
            scene,
            self.nudges,
            !self.spoken.is_empty(),
            "the agent did not speak too fast, and followed what the caller asked",
        )
    }
}

impl SpeechRate {
    fn hear_agent(&mut self, utterance: &Utterance, raised: &mut Vec<Raised>) {
        let words = utterance.words.expose();
        for (at, word) in words.iter().enumerate() {
            // How a number in digits was read out is not known, so it counts neither way.
            let Some(syllables) = syllables(&word.text) else { continue };
            let pause = words.get(at + 1).map_or(0, |next| next.from - word.to);
            let ms = (word.to - word.from).max(0) + if pause < PAUSE_MS { pause.max(0) } else { 0 };
            self.spoken.push_back(Spoken { from: word.from, to: word.to, ms, syllables });
        }
        self.judge_request(raised);
        while self.spoken_ms() - self.spoken.front().map_or(0, |first| first.ms) >= self.settings.window_ms {
            self.spoken.pop_front();
        }
        if self.spoken_ms() < self.settings.window_ms {
            return;
        }
        let rate = rate(self.spoken.iter());
        let fast = rate.is_some_and(|rate| rate > self.settings.syllables_per_second);
        if fast && !self.fast {
            let from = self.spoken.front().map_or(utterance.from, |first| first.from);
            self.nudge(from, utterance.to, "", rate, raised);
        }
        self.fast = fast;
    }

    /// Whether enough was said since a request to tell that it was not followed.
    fn judge_request(&mut self, raised: &mut Vec<Raised>) {
        let Some(request) = self.request.clone() else { return };
        let since = |spoken: &&Spoken| spoken.from >= request.at;
        let ms: i64 = self.spoken.iter().filter(since).map(|spoken| spoken.ms).sum();
        let Some(after) = rate(self.spoken.iter().filter(since)).filter(|_| ms >= self.settings.after_request_ms)
        else {
            return;
        };
        self.request = None;
        let s = self.settings;
        let slower = request.before.is_none_or(|before| after <= before * s.slower);
        if !slower && after > s.slow_syllables_per_second {
            let to = self.spoken.back().map_or(request.at, |last| last.to);
            self.nudge(request.at, to, &request.words, Some(after), raised);
        }
    }

    fn hear_caller(&mut self, utterance: &Utterance, raised: &mut Vec<Raised>) {
        let words = utterance.words.expose();
        for (manner, hit) in manner_asked(words) {
            let Some(said) = words.get(hit.words).filter(|said| !said.is_empty()) else { continue };
            let text = text_of(said);
            let at = utterance.to;
            let again = self.asked.iter().any(|(known, when)| *known == manner && at - *when <= self.settings.again_ms);
            self.asked.retain(|(known, _)| *known != manner);
            self.asked.push((manner, at));
            if again {
                self.request = None;
                self.nudge(utterance.from, at, &text, None, raised);
                if let Some(alert) = raised.last_mut() {
                    alert.channel = Channel::Caller;
                    alert.detail.insert("asked_again".to_owned(), Value::from(manner.as_str()));
                }
                return;
            }
            if manner == Manner::Slower {
                self.request = Some(Request { at, words: text, before: rate(self.spoken.iter()) });
            }
        }
    }

    fn spoken_ms(&self) -> i64 {
        self.spoken.iter().map(|spoken| spoken.ms).sum()
    }

    fn nudge(&mut self, from: CallTime, to: CallTime, heard: &str, rate: Option<f32>, raised: &mut Vec<Raised>) {
        self.nudges += 1;
        let mut alert = Raised::new(self.nudges, AlertKind::Nudge, from, to.max(from));
        alert.heard = evidence(heard).into();
        if let Some(rate) = rate {
            alert
                .detail
                .insert("syllables_per_second".to_owned(), Value::from((f64::from(rate) * 10.0).round() / 10.0));
        }
        raised.push(alert);
    }
}

/// Syllables a second; none without speech.
fn rate<'a>(spoken: impl Iterator<Item = &'a Spoken>) -> Option<f32> {
    let (ms, syllables) = spoken.fold((0, 0), |(ms, syllables), one| (ms + one.ms, syllables + one.syllables));
    (ms > 0).then(|| syllables as f32 * 1000.0 / ms as f32)
}
