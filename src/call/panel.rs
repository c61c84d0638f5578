//! The detectors of one call: told of everything, their alerts completed and kept unique.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::alert::{Alert, AlertKind, Audience, Check, Finding, Raised, Scorecard, Severity, Verdict};
use crate::detect::{self, Built, Evidence, Scene};
use crate::event::{CallTime, Channel, Observation};
use crate::procedure::{Procedure, ProcedureError};

/// All detectors that a procedure asks for.
pub(super) struct Panel {
    procedure: Arc<Procedure>,
    detectors: Vec<Built>,
    raised: BTreeSet<(Check, String, AlertKind)>,
    /// The last episode of each check before the call was resumed.
    episodes_before: BTreeMap<Check, u32>,
    breached_before: BTreeSet<Check>,
    both_channels: bool,
}

impl Panel {
    pub(super) fn new(
        procedure: Arc<Procedure>,
        both_channels: bool,
        resumed: &[Alert],
    ) -> Result<Self, ProcedureError> {
        let mut episodes_before = BTreeMap::new();
        for alert in resumed {
            let number = alert.episode.rsplit('/').next().and_then(|number| number.parse().ok()).unwrap_or(0);
            let last = episodes_before.entry(alert.check).or_insert(0);
            *last = number.max(*last);
        }
        Ok(Self {
            detectors: detect::build(&procedure)?,
            procedure,
            raised: resumed.iter().map(|alert| (alert.check, alert.episode.clone(), alert.kind)).collect(),
            episodes_before,
            breached_before: resumed
                .iter()
                .filter(|alert| alert.kind == AlertKind::Breach)
                .map(|alert| alert.check)
                .collect(),
            both_channels,
        })
    }

    pub(super) fn observe(&mut self, scene: &Scene<'_>, observation: &Observation) -> Vec<Alert> {
        let mut alerts = Vec::new();
        let mut raised = Vec::new();
        for index in 0..self.detectors.len() {
            let both_channels = self.both_channels;
            let Some(built) = self.detectors.get_mut(index).filter(|built| observes(built, both_channels)) else {
                continue;
            };
            let check = built.check;
            built.detector.observe(scene, observation, &mut raised);
            alerts.extend(raised.drain(..).filter_map(|alert| self.complete(check, alert, scene.at)));
        }
        alerts
    }

    pub(super) fn due(&self, scene: &Scene<'_>) -> Option<CallTime> {
        let observing = self.detectors.iter().filter(|built| observes(built, self.both_channels));
        observing.filter_map(|built| built.detector.due(scene)).filter(|due| *due > scene.at).min()
    }

    pub(super) fn wanted(&self, scene: &Scene<'_>, channel: Channel) -> Option<CallTime> {
        self.detectors.iter().filter_map(|built| built.detector.wanted(scene, channel)).min()
    }

    /// The last alerts and every check's verdict.
    pub(super) fn close(&mut self, scene: &Scene<'_>) -> (Vec<Alert>, Scorecard) {
        let mut alerts = Vec::new();
        let mut scorecard = Scorecard::default();
        let mut raised = Vec::new();
        for index in 0..self.detectors.len() {
            let Some(built) = self.detectors.get_mut(index) else { continue };
            let check = built.check;
            let mut finding = if !scene.line.answered && built.evidence == Evidence::Speech {
                Finding::new(Verdict::NotApplicable, "the call was not answered")
            } else if observes(built, self.both_channels) {
                built.detector.close(scene, &mut raised)
            } else {
                Finding::new(Verdict::Undetermined, "both parties are on one channel, so it is not known who speaks")
            };
            if self.breached_before.contains(&check) && finding.verdict != Verdict::Breached {
                finding = Finding::new(Verdict::Breached, "a breach was raised before the call was resumed");
            }
            alerts.extend(raised.drain(..).filter_map(|alert| self.complete(check, alert, scene.at)));
            scorecard.checks.insert(check, finding);
        }
        for check in Check::ALL {
            let left_out = || Finding::new(Verdict::NotMonitored, "the procedure leaves it out");
            scorecard.checks.entry(*check).or_insert_with(left_out);
        }
        (alerts, scorecard)
    }

    /// Adds what the procedure says of the check; `None` if the alert was raised before.
    fn complete(&mut self, check: Check, raised: Raised, at: CallTime) -> Option<Alert> {
        // A missed call is one occurrence, however often listening to it was taken up again.
        let before = self.episodes_before.get(&check).copied().filter(|_| check != Check::MissedCall).unwrap_or(0);
        let episode = format!("{check}/{}", before + raised.episode);
        if !self.raised.insert((check, episode.clone(), raised.kind)) {
            return None;
        }
        let point = self.procedure.point(check);
        Some(Alert {
            check,
            episode,
            kind: raised.kind,
            severity: raised.severity.or(point.and_then(|point| point.severity)).unwrap_or(Severity::Warning),
            audience: raised.audience.or(point.and_then(|point| point.audience)).unwrap_or(Audience::Agent),
            channel: raised.channel,
            at,
            deadline: raised.deadline,
            from: raised.from,
            to: raised.to,
            heard: raised.heard,
            missing: raised.missing,
            point: point.and_then(|point| point.point.clone()),
            confidence: raised.confidence,
            detail: raised.detail,
        })
    }
}

/// With one channel for both parties nobody knows who speaks, but signals still tell what they tell.
fn observes(built: &Built, both_channels: bool) -> bool {
    both_channels || built.evidence == Evidence::Signals
}
