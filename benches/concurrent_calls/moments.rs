//! When an alert was decided: the moment from which it could have been raised by one who hears all.
//!
//! Without words: a hold's grace or a silence's 6 or 10 s is over (counted from the end of the last
//! speech as the service heard it), somebody's first sound ends a wait, a bystander has spoken for a
//! second. With words: the utterance that decides has ended, or its deadline has passed. The truth
//! says when utterances begin and end.

use std::path::Path;

use anyhow::Result;
use czujka::proto::v1::{Alert, AlertKind};
use serde::Deserialize;

use crate::exchange::Streamed;

/// A silence's two moments and those of a wait that goes on, as the procedures have them.
const QUIET_MS: (i64, i64) = (6_000, 10_000);
const UPDATE_MS: (i64, i64) = (60_000, 75_000);

/// Quiet after the clerk's first turn until it is judged, and the silence that is as good.
const FIRST_TURN_MS: i64 = 1_000;
const SILENT_MS: i64 = 5_000;

/// The time for an introduction.
const INTRODUCTION_MS: i64 = 20_000;

/// A bystander's speech that counts.
const VOICE_MS: i64 = 1_000;

/// How far an utterance's truth may lie from what is heard.
const NEAR_MS: i64 = 400;

/// A deciding moment.
#[derive(Clone, Copy, Debug)]
pub struct Moment {
    /// In milliseconds from the answer.
    pub at_ms: i64,
    /// Whether words had to be made out.
    pub words: bool,
    /// What decided.
    pub by: &'static str,
}

/// What is true of one call.
pub struct Truth {
    said: Vec<Said>,
    ends_ms: i64,
}

#[derive(Deserialize)]
struct File {
    transcript: Vec<Said>,
}

#[derive(Deserialize)]
struct Said {
    channel: String,
    from_ms: i64,
    to_ms: i64,
}

impl Truth {
    pub fn read(recording: &Path, streamed: &Streamed) -> Result<Self> {
        let text = std::fs::read_to_string(recording.with_extension("truth.json"))?;
        let file: File = serde_json::from_str(&text)?;
        Ok(Self { said: file.transcript, ends_ms: streamed.ends_ms })
    }

    /// When an alert was decided; none for a check not known here, or where the truth does not tell.
    pub fn deciding(&self, alert: &Alert) -> Option<Moment> {
        match alert.check.as_str() {
            "wait_notice" => self.wait(alert),
            "background_voice" => self.bystander(alert),
            "introduction" => Some(self.introduction(alert)),
            "comprehension_check" => self.comprehension(alert),
            _ => None,
        }
    }

    fn wait(&self, alert: &Alert) -> Option<Moment> {
        let (at_ms, by) = match (alert.kind(), alert.deadline_ms) {
            (AlertKind::Breach, Some(deadline)) => (deadline, "a wait's length"),
            (AlertKind::Nudge, Some(deadline)) if alert.missing.is_empty() => {
                (deadline - (UPDATE_MS.1 - UPDATE_MS.0), "a wait's length")
            }
            (AlertKind::Nudge, Some(deadline)) => (deadline - (QUIET_MS.1 - QUIET_MS.0), "a wait's length"),
            _ => {
                let parties = self.said.iter().filter(|said| said.channel != "background");
                let begun = parties.map(|said| said.from_ms).filter(|from| *from <= alert.at_ms).max()?;
                (begun, "the first sound")
            }
        };
        Some(Moment { at_ms, words: false, by })
    }

    fn bystander(&self, alert: &Alert) -> Option<Moment> {
        let mut missing_ms = VOICE_MS;
        let bystanders = self.said.iter().filter(|said| said.channel == "background");
        for said in bystanders.filter(|said| said.to_ms > alert.from_ms) {
            let from_ms = said.from_ms.max(alert.from_ms);
            if said.to_ms - from_ms >= missing_ms {
                return Some(Moment { at_ms: from_ms + missing_ms, words: false, by: "a second of voice" });
            }
            missing_ms -= said.to_ms - from_ms;
        }
        None
    }

    fn introduction(&self, alert: &Alert) -> Moment {
        let agent = || self.said.iter().filter(|said| said.channel == "agent");
        let (at_ms, by) = match alert.kind() {
            AlertKind::Nudge => {
                let last = agent().map(|said| said.to_ms).filter(|to| *to <= alert.at_ms).max();
                (last.map_or(SILENT_MS, |to| to + FIRST_TURN_MS), "the first turn")
            }
            AlertKind::Breach => {
                let speaking = agent().find(|said| (said.from_ms..said.to_ms).contains(&INTRODUCTION_MS));
                (speaking.map_or(INTRODUCTION_MS, |said| said.to_ms), "the deadline")
            }
            _ => (alert.to_ms, "the last name"),
        };
        Moment { at_ms, words: true, by }
    }

    fn comprehension(&self, alert: &Alert) -> Option<Moment> {
        if alert.kind() == AlertKind::Breach {
            return Some(Moment { at_ms: self.ends_ms, words: true, by: "the hangup" });
        }
        let by = if alert.kind() == AlertKind::Nudge { "the farewell" } else { "the question" };
        let around = self.said.iter().filter(|said| said.channel != "background");
        let said = around.filter(|said| said.from_ms - NEAR_MS <= alert.from_ms && alert.from_ms <= said.to_ms);
        let whole = said.map(|said| said.to_ms).max()?.min(self.ends_ms);
        // A question is looked for while it is being said, and may be found before its end.
        let at_ms = if alert.kind() == AlertKind::Nudge { whole } else { whole.min(alert.to_ms) };
        Some(Moment { at_ms, words: true, by })
    }
}
