//! Keeps commitments across calls: reminds of them, sees them kept by later calls, and says when their
//! time has passed.
//!
//! It looks at the journal and the wall clock every few seconds and remembers nothing itself, so that a
//! restart, a machine that slept and a clock that was moved all end in the same next look. Each step is
//! committed as one with its alerts and its call's finding, and only if the commitment still stands as it
//! was seen: none is lost or taken twice, whatever dies in between.

mod advice;
mod decision;
mod rules;

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use tokio::sync::watch;

use crate::alert::Check;
use crate::clock::WallClock;
use crate::procedure::Procedure;
use crate::store::{Store, StoreError};
use rules::Rules;

/// Finds a procedure by the id on a call; none where it is known no more.
pub type FindProcedure = Arc<dyn Fn(&str) -> Option<Arc<Procedure>> + Send + Sync>;

/// Milliseconds between two looks: a nudge that was put right goes off the screen within this, and a
/// reminder that is for minutes or hours may be so late.
pub const LOOK_EVERY_MS: i64 = 5_000;

/// A commitment kept by mere ringing is watched for so long after it was due, in case that somebody is
/// reached before its deadline: longer than any deadline lies behind its due time.
const WATCHED: SignedDuration = SignedDuration::from_hours(24);

/// The keeper of commitments.
pub struct Keeper {
    store: Arc<dyn Store>,
    procedures: FindProcedure,
    clock: WallClock,
    /// Procedures that are no more, each told of once.
    gone: Mutex<BTreeSet<String>>,
}

impl Keeper {
    /// A keeper over a journal.
    pub const fn new(store: Arc<dyn Store>, procedures: FindProcedure, clock: WallClock) -> Self {
        Self { store, procedures, clock, gone: Mutex::new(BTreeSet::new()) }
    }

    /// Looks every so often, until the service stops.
    pub async fn run(&self, every: Duration, mut stop: watch::Receiver<bool>) {
        while !*stop.borrow() {
            if let Err(error) = self.look().await {
                tracing::warn!(%error, "commitments could not be kept up; it is tried again");
            }
            // An end of the wait by the stop is seen by the loop's condition.
            let _ = tokio::time::timeout(every, stop.changed()).await;
        }
    }

    /// Takes every step that is due now.
    ///
    /// # Errors
    /// The journal failed; what was committed before stands, and the rest is taken by the next look.
    pub async fn look(&self) -> Result<(), StoreError> {
        let now = whole_micros(self.clock.now());
        for waiting in self.store.waiting_commitments(now.saturating_sub(WATCHED).unwrap_or(now)).await? {
            let commitment = &waiting.commitment;
            let Some(rules) = self.rules(commitment.check, &commitment.procedure) else { continue };
            let Some(step) = decision::next_step(&waiting, &rules, now) else { continue };
            if self.store.advance_commitment(&step, now).await? {
                tracing::info!(call = %step.call, check = %step.check, "a commitment went on");
            }
        }
        self.advise(now).await
    }

    fn rules(&self, check: Check, procedure: &str) -> Option<Rules> {
        let Some(procedure) = (self.procedures)(procedure) else {
            if self.gone.lock().unwrap_or_else(PoisonError::into_inner).insert(procedure.to_owned()) {
                tracing::warn!(
                    procedure,
                    "no such procedure any more: its commitments wait until it is configured again"
                );
            }
            return None;
        };
        Rules::of(check, &procedure)
            .inspect_err(|error| tracing::error!(%error, "the settings of a check cannot be read"))
            .ok()
    }

    async fn advise(&self, now: Timestamp) -> Result<(), StoreError> {
        let (day, times) = advice::day_of(now);
        for missed in self.store.often_missed(day, times, advice::FEWEST).await? {
            let Some(procedure) = (self.procedures)(&missed.facts.procedure) else { continue };
            let Some(advice) = advice::advice(&missed, &procedure, day, now) else { continue };
            if self.store.advise(&advice, now).await? {
                tracing::info!(call = %advice.call, "advised to forward an extension's calls");
            }
        }
        Ok(())
    }
}

/// The journal keeps microseconds.
fn whole_micros(time: Timestamp) -> Timestamp {
    Timestamp::from_microsecond(time.as_microsecond()).unwrap_or(time)
}
