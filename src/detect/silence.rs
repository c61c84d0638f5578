//! Whose a silence is: what was said before it tells who is expected to speak.

use super::{Scene, Turn};
use crate::event::{CallTime, Channel};
use crate::polish::farewell::farewell;
use crate::polish::wait::{announces_own_search, asks_patience, gives_reason, invites_to_take_time, is_question};

/// Whether a silence from `quiet_from` is the caller's, invited, or after the goodbyes.
pub(super) fn not_the_agents(scene: &Scene<'_>, quiet_from: CallTime) -> bool {
    let mut turns = scene.dialogue.latest().filter(|turn| turn.from() < quiet_from);
    let Some(last) = turns.next() else { return false };
    let before = turns.next();
    let said_farewell = |turn: &Turn| farewell(&turn.words()).is_some_and(|hit| hit.confidence >= 0.5);
    if said_farewell(last) || before.is_some_and(said_farewell) && last.words().len() <= 4 {
        return true;
    }
    let words = last.words();
    match last.channel {
        Channel::Caller => announces_own_search(&words).is_some(),
        Channel::Agent | Channel::Background => {
            let searching = before
                .is_some_and(|turn| turn.channel == Channel::Caller && announces_own_search(&turn.words()).is_some());
            // After the agent's own notice the silence is theirs, also if it was put as a question.
            let own_notice = gives_reason(&words).is_some() && asks_patience(&words).is_some();
            searching || !own_notice && (is_question(&words).is_some() || invites_to_take_time(&words).is_some())
        }
    }
}
