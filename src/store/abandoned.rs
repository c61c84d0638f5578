//! Calls that broke off: what can still be said of them.

use jiff::Timestamp;
use uuid::Uuid;

use super::{Store, StoreError, StoredAlert};
use crate::alert::{AlertKind, Check, Finding, Scorecard, Verdict};
use crate::facts::CallFacts;

/// Closes every call that was left open for longer than [`super::RESUME_WITHIN_MS`] and returns their
/// ids. A check with a breach on record is `breached`, one that the procedure leaves out (`monitored`
/// says so) `not_monitored`, and every other one `undetermined`.
pub async fn close_abandoned(
    store: &dyn Store,
    monitored: &(dyn Fn(&CallFacts, Check) -> bool + Send + Sync),
    now: Timestamp,
) -> Result<Vec<Uuid>, StoreError> {
    let mut closed = Vec::new();
    for (call, alerts) in store.abandoned(now).await? {
        let scorecard = scorecard(&alerts, |check| monitored(&call.facts, check));
        if store.close_abandoned_call(&call, &scorecard).await? {
            closed.push(call.id);
        }
    }
    Ok(closed)
}

fn scorecard(alerts: &[StoredAlert], monitored: impl Fn(Check) -> bool) -> Scorecard {
    let checks = Check::ALL.iter().map(|&check| (check, finding(check, alerts, monitored(check)))).collect();
    Scorecard { checks }
}

fn finding(check: Check, alerts: &[StoredAlert], monitored: bool) -> Finding {
    let breach =
        alerts.iter().map(|stored| &stored.alert).find(|alert| alert.check == check && alert.kind == AlertKind::Breach);
    if let Some(alert) = breach {
        let mut finding = Finding::new(Verdict::Breached, "a breach was raised during the call")
            .at(alert.from, alert.to)
            .missing(alert.missing.clone());
        finding.heard = alert.heard.clone();
        finding.detail.clone_from(&alert.detail);
        return finding;
    }
    if monitored {
        Finding::new(Verdict::Undetermined, "listening broke off during the call and was not resumed")
    } else {
        Finding::new(Verdict::NotMonitored, "the procedure leaves this check out")
    }
}
