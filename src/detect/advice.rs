//! What the checks beyond the procedures have in common: they advise, and never find a breach.

use serde_json::Value;

use super::{Scene, unheard};
use crate::alert::{Finding, Verdict};
use crate::event::{CallTime, Channel};

/// The verdict of an advice: `kept` also where something was advised, with how often it was; `undetermined`
/// where the agent was not heard throughout and nothing was advised; `not_applicable` where there was
/// nothing to advise about.
pub(super) fn verdict(scene: &Scene<'_>, nudges: u32, observed: bool, nothing_advised: &str) -> Finding {
    if nudges > 0 {
        let because = "advice was given while the call ran; it is no point of the procedure";
        return Finding::new(Verdict::Kept, because).detail("nudges", Value::from(nudges));
    }
    let end = scene.line.ended.unwrap_or(scene.at);
    if let Some(gap) = scene.line.gap_within(Channel::Agent, CallTime::ZERO, end) {
        return unheard(gap);
    }
    if observed {
        Finding::new(Verdict::Kept, nothing_advised).detail("nudges", Value::from(0))
    } else {
        Finding::new(Verdict::NotApplicable, "the agent said nothing to advise about")
    }
}
