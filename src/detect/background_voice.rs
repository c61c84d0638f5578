//! `background_voice`: colleagues' voices stay out of the call.
//!
//! Observed: a second or more of speech by another voice than the agent's on the agent's channel, with
//! the line open. Example: "kto zamawia obiad?" from the next desk. What was said grades the alert and is
//! dropped. Known false alarms: the agent turning away from the microphone for long.

use serde::Deserialize;
use serde_json::Value;

use super::{Detector, Scene};
use crate::alert::{AlertKind, Check, Finding, Raised, Severity, Verdict};
use crate::event::{CallTime, Channel, Observation, Word};
use crate::polish::privacy::{personal_data, understood};
use crate::procedure::{Procedure, ProcedureError};

/// Numbers of `[checks.background_voice]`.
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Settings {
    /// So much of the voice makes it an occurrence; less is a cough or a single "halo".
    voice_ms: i64,
    /// So long without the voice ends the occurrence.
    episode_end_ms: i64,
}

impl Default for Settings {
    fn default() -> Self {
        Self { voice_ms: 1000, episode_end_ms: 2000 }
    }
}

pub(super) fn build(procedure: &Procedure) -> Result<Box<dyn Detector>, ProcedureError> {
    let settings = procedure.settings(Check::BackgroundVoice)?;
    Ok(Box::new(BackgroundVoice { settings, ..BackgroundVoice::default() }))
}

/// What could be made out of a bystander's words.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
enum Grade {
    #[default]
    Heard,
    Understood,
    PersonalData,
}

impl Grade {
    fn of(words: &[Word]) -> Self {
        if personal_data(words) {
            Self::PersonalData
        } else if understood(words) {
            Self::Understood
        } else {
            Self::Heard
        }
    }

    const fn as_str(self) -> &'static str {
        match self {
            Self::Heard => "heard",
            Self::Understood => "understood",
            Self::PersonalData => "personal_data",
        }
    }

    const fn severity(self) -> Severity {
        match self {
            Self::PersonalData => Severity::Critical,
            Self::Heard | Self::Understood => Severity::Warning,
        }
    }
}

#[derive(Clone, Copy, Debug)]
struct Episode {
    from: CallTime,
    to: CallTime,
    /// Speech in it that has ended.
    voice_ms: i64,
    grade: Grade,
    raised: bool,
}

#[derive(Debug, Default)]
struct BackgroundVoice {
    settings: Settings,
    current: Option<Episode>,
    /// Those that were raised and are over.
    past: Vec<Episode>,
    speaking: Option<CallTime>,
}

impl Detector for BackgroundVoice {
    fn observe(&mut self, scene: &Scene<'_>, observation: &Observation, raised: &mut Vec<Raised>) {
        match observation {
            Observation::SpeechStarted { channel: Channel::Background, from } => self.start(*from),
            Observation::SpeechEnded { channel: Channel::Background, from, to } => self.end(*from, *to),
            Observation::Heard(utterance) if utterance.channel == Channel::Background => {
                self.grade(utterance.from, Grade::of(utterance.words.expose()));
            }
            _ => {}
        }
        self.raise(scene, raised);
    }

    fn due(&self, scene: &Scene<'_>) -> Option<CallTime> {
        let episode = self.current.filter(|episode| !episode.raised)?;
        let since = self.speaking?;
        Some(since + (self.settings.voice_ms - episode.voice_ms)).filter(|moment| *moment > scene.at)
    }

    fn close(&mut self, scene: &Scene<'_>, raised: &mut Vec<Raised>) -> Finding {
        self.raise(scene, raised);
        self.past.extend(self.current.take().filter(|episode| episode.raised));
        let (Some(first), Some(last)) = (self.past.first(), self.past.last()) else {
            let end = scene.line.ended.unwrap_or(scene.at);
            return match scene.line.sound_gap_within(Channel::Agent, CallTime::ZERO, end) {
                Some(gap) => Finding::new(
                    Verdict::Undetermined,
                    format!("the agent's channel was not heard throughout: {}", gap.because),
                ),
                None => Finding::new(Verdict::Kept, "no other voice was heard on the agent's channel"),
            };
        };
        let grade = self.past.iter().map(|episode| episode.grade).max().unwrap_or_default();
        let mut finding =
            Finding::new(Verdict::Breached, "another voice was heard on the agent's channel").at(first.from, last.to);
        finding.detail.insert("grade".to_owned(), Value::from(grade.as_str()));
        finding.detail.insert("episodes".to_owned(), Value::from(self.past.len()));
        finding
    }
}

impl BackgroundVoice {
    fn start(&mut self, from: CallTime) {
        self.speaking = Some(from);
        match &mut self.current {
            Some(episode) if from - episode.to < self.settings.episode_end_ms => {}
            current => {
                self.past.extend(current.take().filter(|episode| episode.raised));
                *current = Some(Episode { from, to: from, voice_ms: 0, grade: Grade::Heard, raised: false });
            }
        }
    }

    fn end(&mut self, from: CallTime, to: CallTime) {
        self.speaking = None;
        if let Some(episode) = &mut self.current {
            episode.voice_ms += to - from;
            episode.to = to;
        }
    }

    /// Words come later than the voice, perhaps when its episode is over already.
    fn grade(&mut self, from: CallTime, grade: Grade) {
        let episodes = self.current.iter_mut().chain(self.past.iter_mut().rev());
        if let Some(episode) = episodes.into_iter().find(|episode| episode.from <= from) {
            episode.grade = episode.grade.max(grade);
        }
    }

    fn raise(&mut self, scene: &Scene<'_>, raised: &mut Vec<Raised>) {
        let speaking = self.speaking;
        let number = self.past.len() as u32 + 1;
        let Some(episode) = self.current.as_mut().filter(|episode| !episode.raised) else { return };
        let voice_ms = episode.voice_ms + speaking.map_or(0, |since| scene.at - since);
        if voice_ms < self.settings.voice_ms {
            return;
        }
        episode.raised = true;
        let mut alert = Raised::new(number, AlertKind::Breach, episode.from, scene.at);
        alert.channel = Channel::Background;
        alert.severity = Some(episode.grade.severity());
        alert.detail.insert("grade".to_owned(), Value::from(episode.grade.as_str()));
        raised.push(alert);
    }
}
