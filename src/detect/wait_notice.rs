//! `wait_notice`: nobody waits in silence without knowing for what.
//!
//! Observed: holds (by signal, or a mute), dead air on an open line, and what the agent said before them:
//! what the caller is waiting for (`reason`) and a request to wait (`patience`). Example: a hold right
//! after "numer czterdzieści osiem" is a breach 2 s later. Known false alarms: a reason in words that the
//! grammar does not know; silence that the caller asked for in such words.

use serde::Deserialize;
use serde_json::Value;

use super::silence::not_the_agents;
use super::{Detector, Scene, evidence, sureness, unheard};
use crate::alert::{AlertKind, Check, Element, Finding, Raised, Verdict};
use crate::event::{CallTime, Channel, Observation, text_of};
use crate::polish::wait::{asks_patience, gives_reason};
use crate::polish::wordings::Wordings;
use crate::procedure::{Procedure, ProcedureError};

/// Settings of `[checks.wait_notice]`.
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Settings {
    /// Ways to ask for patience, beyond those known here.
    patience: Wordings,
    /// Ways to say what the caller waits for, beyond those known here.
    reason: Wordings,
    /// A notice counts if its turn ended no longer before the wait.
    notice_before_ms: i64,
    /// A hold without notice is a breach after this: the agent may press first and speak at once.
    hold_grace_ms: i64,
    /// Dead air without notice is pointed out after this.
    quiet_nudge_ms: i64,
    /// Dead air of this length is a wait.
    quiet_breach_ms: i64,
    /// A reminder to come back with a word.
    update_nudge_ms: i64,
    /// The agent must come back with a word by then.
    update_breach_ms: i64,
    /// A bystander's voice is being reported until so long after it was last heard.
    episode_end_ms: i64,
    /// Words made out with less confidence than this do not show that something was not said.
    doubtful: f32,
    /// Final words may come so much later than the moment that needs them.
    final_text_ms: i64,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            patience: Wordings::default(),
            reason: Wordings::default(),
            notice_before_ms: 10_000,
            hold_grace_ms: 2000,
            quiet_nudge_ms: 6000,
            quiet_breach_ms: 10_000,
            update_nudge_ms: 60_000,
            update_breach_ms: 75_000,
            episode_end_ms: 2000,
            doubtful: super::DOUBTFUL,
            final_text_ms: 2000,
        }
    }
}

pub(super) fn build(procedure: &Procedure) -> Result<Box<dyn Detector>, ProcedureError> {
    let settings: Settings = procedure.settings(Check::WaitNotice)?;
    if settings.quiet_nudge_ms >= settings.quiet_breach_ms || settings.update_nudge_ms >= settings.update_breach_ms {
        let message =
            "a nudge must come before its breach: quiet_nudge_ms < quiet_breach_ms, update_nudge_ms < update_breach_ms";
        return Err(procedure.invalid_at(Check::WaitNotice, "quiet_nudge_ms", message));
    }
    Ok(Box::new(WaitNotice { settings, ..WaitNotice::default() }))
}

/// What the caller was told before a wait.
#[derive(Clone, Debug, Default)]
struct Notice {
    missing: Vec<Element>,
    words: String,
    /// What was said was made out badly, so that what is missing may well have been said.
    doubtful: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Cause {
    Hold,
    DeadAir,
}

/// One wait, from its beginning to the next word.
#[derive(Clone, Debug)]
struct Wait {
    cause: Cause,
    from: CallTime,
    episode: u32,
    nudged: bool,
    breached: bool,
    /// Whether the notice before it has been judged.
    judged: bool,
    /// It counts as a wait of the caller's: a hold always, dead air from 10 s on.
    counts: bool,
    /// The reminder to come back was given.
    update_nudged: bool,
    update_breached: bool,
}

#[derive(Debug, Default)]
struct WaitNotice {
    settings: Settings,
    wait: Option<Wait>,
    episodes: u32,
    /// Waits that counted, and the first breach's evidence.
    counted: u32,
    /// A wait's notice could not be made out.
    doubtful: bool,
    first_breach: Option<(CallTime, CallTime, Notice)>,
}

impl Detector for WaitNotice {
    fn observe(&mut self, scene: &Scene<'_>, _observation: &Observation, raised: &mut Vec<Raised>) {
        if !scene.line.answered {
            return;
        }
        self.follow(scene, raised);
        if scene.line.ended.is_none() {
            self.judge(scene, raised);
            self.remind(scene, raised);
        }
    }

    fn due(&self, scene: &Scene<'_>) -> Option<CallTime> {
        let wait = self.wait.as_ref()?;
        let s = &self.settings;
        let first = match wait.cause {
            Cause::Hold => [s.hold_grace_ms, s.hold_grace_ms + s.final_text_ms],
            Cause::DeadAir => [s.quiet_nudge_ms, s.quiet_breach_ms],
        };
        // The reminder that a bystander's voice held back.
        let freed = scene.line.background.ended.map(|ended| ended + s.episode_end_ms);
        let late = s.quiet_breach_ms + s.final_text_ms;
        let moments = first.into_iter().chain([late, s.update_nudge_ms, s.update_breach_ms]);
        moments.map(|ms| wait.from + ms).chain(freed).filter(|moment| *moment > scene.at).min()
    }

    fn close(&mut self, scene: &Scene<'_>, raised: &mut Vec<Raised>) -> Finding {
        self.follow(scene, raised);
        if let Some((from, to, notice)) = &self.first_breach {
            return Finding::new(
                Verdict::Breached,
                "the caller waited without a full notice, or without a word for too long",
            )
            .at(*from, *to)
            .heard(evidence(&notice.words))
            .missing(notice.missing.clone());
        }
        let end = scene.line.ended.unwrap_or(scene.at);
        if let Some(gap) = scene.line.sound_gap_within(Channel::Agent, CallTime::ZERO, end) {
            return unheard(gap);
        }
        if self.doubtful {
            Finding::new(Verdict::Undetermined, "what was said before a wait could not be made out well enough")
        } else if self.counted > 0 {
            Finding::new(Verdict::Kept, "each time the caller was told for what to wait")
        } else {
            Finding::new(Verdict::NotApplicable, "the caller was not kept waiting")
        }
    }
}

impl WaitNotice {
    /// Begins and ends waits as the line changes.
    fn follow(&mut self, scene: &Scene<'_>, raised: &mut Vec<Raised>) {
        let now = waiting(scene);
        if let Some(wait) = &self.wait
            && now.is_none_or(|(cause, from)| cause != wait.cause || from != wait.from)
        {
            self.end(scene, raised);
        }
        if let (None, Some((cause, from))) = (&self.wait, now) {
            self.wait = Some(Wait {
                cause,
                from,
                episode: 0,
                nudged: false,
                breached: false,
                judged: false,
                counts: false,
                update_nudged: false,
                update_breached: false,
            });
        }
    }

    fn end(&mut self, scene: &Scene<'_>, raised: &mut Vec<Raised>) {
        // A hold ends with the agent's next word, not with the button.
        let over = self.wait.as_ref().is_none_or(|wait| {
            wait.cause == Cause::DeadAir
                || scene.line.agent.speaking.is_some_and(|from| from >= wait.from)
                || scene.line.ended.is_some()
                || !wait.update_nudged
        });
        if !over {
            return;
        }
        let Some(wait) = self.wait.take() else { return };
        let open = wait.nudged && !wait.breached || wait.update_nudged && !wait.update_breached;
        if open && scene.line.ended.is_none() {
            let mut alert = Raised::new(wait.episode, AlertKind::Resolved, wait.from, scene.at);
            alert.detail.insert("wait".to_owned(), wait.cause.name());
            raised.push(alert);
        }
    }

    /// The notice before the wait: nudge and breach for want of it.
    fn judge(&mut self, scene: &Scene<'_>, raised: &mut Vec<Raised>) {
        let Settings { quiet_nudge_ms, quiet_breach_ms, hold_grace_ms, final_text_ms, notice_before_ms, .. } =
            self.settings;
        let Some(wait) = &self.wait else { return };
        if wait.judged {
            return;
        }
        let waited_ms = scene.at - wait.from;
        let (nudge_ms, breach_ms) = match wait.cause {
            Cause::Hold => (i64::MAX, hold_grace_ms),
            Cause::DeadAir => (quiet_nudge_ms, quiet_breach_ms),
        };
        if waited_ms < nudge_ms.min(breach_ms) {
            return;
        }
        let heard =
            scene.line.heard_until(Channel::Agent, wait.from) && scene.line.heard_until(Channel::Caller, wait.from);
        if !heard && waited_ms < breach_ms + final_text_ms {
            return; // what was said just before is still being transcribed
        }
        if wait.cause == Cause::DeadAir && not_the_agents(scene, wait.from) {
            return; // looked at again: words may still come in that say otherwise
        }
        let (cause, from) = (wait.cause, wait.from);
        let notice = self.notice(scene, from);
        if waited_ms >= breach_ms {
            self.count();
            let gap = scene.line.gap_within(Channel::Agent, from - notice_before_ms, scene.at);
            if notice.missing.is_empty() {
                return;
            }
            if notice.doubtful || gap.is_some() {
                self.doubtful = true;
            } else {
                self.breach_of_notice(scene, notice, raised);
            }
        } else if !notice.missing.is_empty() && !notice.doubtful && cause == Cause::DeadAir && !self.others_talk(scene)
        {
            self.nudge(scene, notice, raised);
        }
    }

    /// One line at a time: while a bystander is being reported, or somebody just begins to speak, the
    /// reminder is withheld; the clock runs on.
    fn others_talk(&self, scene: &Scene<'_>) -> bool {
        let background = &scene.line.background;
        let lately = background.ended.is_some_and(|ended| scene.at - ended < self.settings.episode_end_ms);
        background.speaking.is_some() || lately || scene.line.agent.stirring
    }

    fn count(&mut self) {
        if let Some(wait) = &mut self.wait {
            wait.judged = true;
            if !wait.counts {
                wait.counts = true;
                self.counted += 1;
            }
        }
    }

    fn nudge(&mut self, scene: &Scene<'_>, notice: Notice, raised: &mut Vec<Raised>) {
        let Some(wait) = self.wait.as_mut().filter(|wait| !wait.nudged) else { return };
        wait.nudged = true;
        number(wait, &mut self.episodes);
        let deadline = wait.from + self.settings.quiet_breach_ms;
        raised.push(alert(wait, AlertKind::Nudge, scene, Some(deadline), notice));
    }

    fn breach_of_notice(&mut self, scene: &Scene<'_>, notice: Notice, raised: &mut Vec<Raised>) {
        let Some(wait) = self.wait.as_mut() else { return };
        wait.breached = true;
        number(wait, &mut self.episodes);
        let deadline = match wait.cause {
            Cause::Hold => wait.from + self.settings.hold_grace_ms,
            Cause::DeadAir => wait.from + self.settings.quiet_breach_ms,
        };
        self.first_breach.get_or_insert((wait.from, scene.at, notice.clone()));
        raised.push(alert(wait, AlertKind::Breach, scene, Some(deadline), notice));
    }

    /// The word that is due while the wait goes on.
    fn remind(&mut self, scene: &Scene<'_>, raised: &mut Vec<Raised>) {
        let Settings { update_nudge_ms, update_breach_ms, .. } = self.settings;
        let Some(wait) = self.wait.as_mut() else { return };
        let since = scene.line.agent.ended.filter(|ended| *ended > wait.from).unwrap_or(wait.from);
        let waited_ms = scene.at - since;
        if wait.cause == Cause::DeadAir && !wait.counts {
            return; // not the agent's silence
        }
        let deadline = Some(since + update_breach_ms);
        if waited_ms >= update_nudge_ms && !wait.update_nudged && !wait.update_breached {
            if wait.breached || wait.nudged {
                // Its notice was an occurrence of its own; the missing word is another.
                self.episodes += 1;
                wait.episode = self.episodes;
                (wait.nudged, wait.breached) = (false, false);
            }
            number(wait, &mut self.episodes);
            wait.update_nudged = true;
            raised.push(alert(wait, AlertKind::Nudge, scene, deadline, Notice::default()));
        }
        if waited_ms >= update_breach_ms && !wait.update_breached {
            wait.update_breached = true;
            self.first_breach.get_or_insert((wait.from, scene.at, Notice::default()));
            raised.push(alert(wait, AlertKind::Breach, scene, deadline, Notice::default()));
        }
    }

    /// What the caller was told in the turns that ended shortly before the wait.
    fn notice(&self, scene: &Scene<'_>, wait_from: CallTime) -> Notice {
        let mut notice = Notice { missing: vec![Element::Reason, Element::Patience], ..Notice::default() };
        // The voice may end a little after the button was pressed.
        let turns =
            scene.dialogue.latest().filter(|turn| turn.channel == Channel::Agent && turn.from() < wait_from + 500);
        for turn in turns.take_while(|turn| wait_from - turn.to() <= self.settings.notice_before_ms) {
            let words = turn.words();
            if gives_reason(&words).or_else(|| self.settings.reason.find(&words)).is_some() {
                notice.missing.retain(|element| *element != Element::Reason);
            }
            notice.doubtful |= sureness(&words) < self.settings.doubtful;
            if asks_patience(&words).or_else(|| self.settings.patience.find(&words)).is_some() {
                notice.missing.retain(|element| *element != Element::Patience);
            }
            if notice.words.is_empty() {
                notice.words = text_of(&words);
            }
        }
        notice
    }
}

impl Cause {
    fn name(self) -> Value {
        Value::from(match self {
            Self::Hold => "hold",
            Self::DeadAir => "dead_air",
        })
    }
}

fn number(wait: &mut Wait, episodes: &mut u32) {
    if wait.episode == 0 {
        *episodes += 1;
        wait.episode = *episodes;
    }
}

fn alert(wait: &Wait, kind: AlertKind, scene: &Scene<'_>, deadline: Option<CallTime>, notice: Notice) -> Raised {
    let mut alert = Raised::new(wait.episode, kind, wait.from, scene.at);
    alert.deadline = deadline;
    alert.heard = evidence(&notice.words).into();
    alert.missing = notice.missing;
    alert.detail.insert("wait".to_owned(), wait.cause.name());
    alert.detail.insert("waited_ms".to_owned(), Value::from(scene.at - wait.from));
    alert
}

/// Whether the caller is waiting now, for what cause and since when.
fn waiting(scene: &Scene<'_>) -> Option<(Cause, CallTime)> {
    let line = scene.line;
    if let Some(hold) = line.hold {
        return Some((Cause::Hold, hold));
    }
    // Silence before the first word of either party is the introduction's matter.
    line.quiet_since().map(|since| (Cause::DeadAir, since))
}
