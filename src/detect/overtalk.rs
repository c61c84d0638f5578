//! `overtalk` (advice): the clerk does not talk over the caller.
//!
//! Observed: both voices, when the agent begins while the caller is speaking and both go on for 2 s.
//! A caller who begins while the agent speaks interrupts the agent, and is not counted: only one's own
//! interrupting can be left off. A short "mhm" is over before 2 s. Known false alarms: an echo of the
//! agent on the caller's channel that sounds like speech.

use serde::Deserialize;

use super::{Detector, Scene, advice};
use crate::alert::{AlertKind, Check, Finding, Raised};
use crate::event::{CallTime, Channel, Observation};
use crate::procedure::{Procedure, ProcedureError};

/// Numbers of `[checks.overtalk]`.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Settings {
    /// So long both speak at once.
    overlap_ms: i64,
    /// The end of speech is known so much later; until then it is not sure that both still spoke.
    hangover_ms: i64,
}

impl Default for Settings {
    fn default() -> Self {
        Self { overlap_ms: 2000, hangover_ms: 600 }
    }
}

pub(super) fn build(procedure: &Procedure) -> Result<Box<dyn Detector>, ProcedureError> {
    let settings = procedure.settings(Check::Overtalk)?;
    Ok(Box::new(Overtalk { settings, ..Overtalk::default() }))
}

#[derive(Debug, Default)]
struct Overtalk {
    settings: Settings,
    /// Since when the agent has been talking over the caller, and whether it was said.
    overlap: Option<(CallTime, bool)>,
    nudges: u32,
}

impl Detector for Overtalk {
    fn observe(&mut self, scene: &Scene<'_>, observation: &Observation, raised: &mut Vec<Raised>) {
        // Words may be short of what was spoken; the voices are not.
        if let Observation::SpeechEnded { channel: Channel::Agent | Channel::Caller, to, .. } = observation {
            self.judge(*to, self.settings.overlap_ms, raised);
            self.overlap = None;
        }
        let (agent, caller) = (scene.line.agent.speaking, scene.line.caller.speaking);
        if let (Some(agent), Some(caller)) = (agent, caller)
            && agent > caller
            && scene.line.hold.is_none()
        {
            self.overlap.get_or_insert((agent, false));
            self.judge(scene.at, self.settings.overlap_ms + self.settings.hangover_ms, raised);
        }
    }

    fn due(&self, scene: &Scene<'_>) -> Option<CallTime> {
        let (since, _) = self.overlap.filter(|(_, said)| !said)?;
        Some(since + self.settings.overlap_ms + self.settings.hangover_ms).filter(|moment| *moment > scene.at)
    }

    fn close(&mut self, scene: &Scene<'_>, _raised: &mut Vec<Raised>) -> Finding {
        let observed = scene.line.agent.first.is_some();
        advice::verdict(scene, self.nudges, observed, "the agent did not talk over the caller for long")
    }
}

impl Overtalk {
    fn judge(&mut self, until: CallTime, enough_ms: i64, raised: &mut Vec<Raised>) {
        let Some((since, said)) = self.overlap.as_mut().filter(|(_, said)| !said) else { return };
        if until - *since < enough_ms {
            return;
        }
        *said = true;
        self.nudges += 1;
        raised.push(Raised::new(self.nudges, AlertKind::Nudge, *since, until));
    }
}
