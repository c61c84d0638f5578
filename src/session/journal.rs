//! One call's way into the journal: commits what the call says, in order, before its tap is told.
//!
//! A call's thread never waits for the disk: it puts entries into a bounded queue, and a task of this
//! call alone commits them. While the disk is full the queue holds them and the task tries again;
//! other calls have queues of their own.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use jiff::Timestamp;
use tokio::sync::{mpsc, watch};
use uuid::Uuid;

use crate::clock::WallClock;
use crate::store::{Appended, Closing, NewAlert, Store, StoreError, append_until_stored, close_until_stored};
use crate::tap::live::{Committed, Ended, ToTap};

/// Entries that wait for the disk; a call raises tens of alerts, so this is some calls' worth.
const QUEUE: usize = 512;

/// Alerts that a tap may leave unread; what lies beyond ends its stream, not the call.
pub const TOLD_QUEUE: usize = 256;

/// The store wants a sign of life every 20 s.
const SIGN_OF_LIFE: Duration = Duration::from_secs(10);

/// How long a stopping service tries on with a journal that takes nothing.
const LAST_TRIES: Duration = Duration::from_secs(3);

/// Alerts that no journal took, since the service started.
pub static ALERTS_LOST: AtomicU64 = AtomicU64::new(0);

/// What a call tells its journal.
#[derive(Debug)]
pub enum Entry {
    /// The clerk's leg answered at this wall time.
    Answered(Timestamp),
    /// An alert.
    Alert(NewAlert),
    /// This tap is to be told from now on.
    Tap(mpsc::Sender<ToTap>),
    /// The tap went away.
    TapGone,
    /// The call is over.
    Closed {
        /// Its findings and its last alerts.
        closing: Closing,
        /// Whether it broke off and nobody went on with it.
        abandoned: bool,
    },
    /// The service stops and leaves the call to be resumed.
    Left,
}

/// The call's end of its queue.
#[derive(Clone, Debug)]
pub struct JournalQueue {
    entries: mpsc::Sender<Entry>,
    call: Uuid,
}

impl JournalQueue {
    /// Puts an entry in; never waits. An entry without room is lost, and the log says so.
    pub fn put(&self, entry: Entry) {
        if self.entries.try_send(entry).is_err() {
            ALERTS_LOST.fetch_add(1, Ordering::Relaxed);
            tracing::error!(call = %self.call, "the journal has taken nothing for so long that an alert is lost");
        }
    }
}

/// The other end: commits, then tells the tap.
pub struct Writer {
    store: Arc<dyn Store>,
    entries: mpsc::Receiver<Entry>,
    call: Uuid,
    agent: String,
    tap: Option<mpsc::Sender<ToTap>>,
    clock: WallClock,
    stop: watch::Receiver<bool>,
}

/// A queue into the journal for a call of an agent, and its writer.
pub fn queue(
    store: Arc<dyn Store>,
    call: Uuid,
    agent: String,
    tap: mpsc::Sender<ToTap>,
    clock: WallClock,
    stop: watch::Receiver<bool>,
) -> (JournalQueue, Writer) {
    let (sender, entries) = mpsc::channel(QUEUE);
    let writer = Writer { store, entries, call, agent, tap: Some(tap), clock, stop };
    (JournalQueue { entries: sender, call }, writer)
}

impl Writer {
    /// Works until the call is over, or gives up when the service stops and the journal takes nothing.
    pub async fn run(mut self) {
        let mut stop = self.stop.clone();
        tokio::select! {
            () = self.work() => {}
            () = give_up(&mut stop) => {
                let mut waiting = 0;
                while let Ok(entry) = self.entries.try_recv() {
                    waiting += match entry {
                        Entry::Alert(_) => 1,
                        Entry::Closed { closing, .. } => closing.alerts.len() as u64,
                        _ => 0,
                    };
                }
                ALERTS_LOST.fetch_add(waiting, Ordering::Relaxed);
                tracing::error!(call = %self.call, alerts = waiting, "the service stops and the journal takes nothing: alerts are lost");
                self.end(ToTap::Ended(Ended::Stopping));
            }
        }
    }

    async fn work(&mut self) {
        loop {
            let entry = match tokio::time::timeout(SIGN_OF_LIFE, self.entries.recv()).await {
                Ok(Some(entry)) => entry,
                // The call's thread is gone without a word.
                Ok(None) => return self.end(ToTap::Ended(Ended::Failed)),
                Err(_) => {
                    self.touch(None).await;
                    continue;
                }
            };
            match entry {
                Entry::Answered(at) => self.touch(Some(at)).await,
                Entry::Alert(alert) => self.append(alert).await,
                Entry::Tap(tap) => {
                    self.end(ToTap::Ended(Ended::Replaced));
                    self.tap = Some(tap);
                }
                Entry::TapGone => self.tap = None,
                Entry::Closed { closing, abandoned } => {
                    self.close(&closing, abandoned).await;
                    return self.end(ToTap::Scorecard(closing.scorecard));
                }
                Entry::Left => return self.end(ToTap::Ended(Ended::Stopping)),
            }
        }
    }

    async fn append(&mut self, alert: NewAlert) {
        let alerts = [alert];
        match append_until_stored(&*self.store, self.call, &alerts, || self.clock.now()).await {
            Ok(appended) => self.tell_committed(appended),
            Err(error) => self.refused("an alert", &error),
        }
    }

    fn tell_committed(&mut self, appended: Vec<Appended>) {
        for appended in appended.into_iter().filter(|appended| !appended.known) {
            let stored = appended.stored;
            self.tell(ToTap::Alert(Box::new(Committed {
                seq: stored.seq,
                call: self.call,
                agent: self.agent.clone(),
                alert: stored.alert,
                raised_at: stored.raised_at,
                answered: stored.answered,
            })));
        }
    }

    async fn close(&mut self, closing: &Closing, abandoned: bool) {
        if abandoned {
            for alert in &closing.alerts {
                self.append(alert.clone()).await;
            }
            if let Ok(listed) = self.store.get_call(self.call).await
                && let Ok(true) = self.store.close_abandoned_call(&listed, &closing.scorecard).await
            {
                return;
            }
        }
        match close_until_stored(&*self.store, self.call, closing, || self.clock.now()).await {
            Ok(appended) => self.tell_committed(appended),
            Err(error) => self.refused("a scorecard", &error),
        }
    }

    /// A sign of life. One that fails is followed by another, and alerts are signs of life too; but
    /// the moment of the answer is told only once, so it is tried again.
    async fn touch(&self, answered: Option<Timestamp>) {
        let mut pause = Duration::from_millis(250);
        while let Err(error) = self.store.touch(self.call, answered, self.clock.now()).await {
            if answered.is_none() || !error.is_transient() {
                tracing::warn!(call = %self.call, %error, "the journal did not take a sign of life");
                return;
            }
            tokio::time::sleep(pause).await;
            pause = (pause * 2).min(Duration::from_secs(5));
        }
    }

    fn refused(&self, what: &str, error: &StoreError) {
        ALERTS_LOST.fetch_add(1, Ordering::Relaxed);
        tracing::error!(call = %self.call, %error, "the journal refused {what}");
    }

    fn tell(&mut self, told: ToTap) {
        let unread = self.tap.as_ref().is_some_and(|tap| tap.try_send(told).is_err());
        // Its stream ends without a last word when this end is dropped; the alerts are in the journal.
        if unread {
            self.tap = None;
        }
    }

    fn end(&mut self, last: ToTap) {
        self.tell(last);
        self.tap = None;
    }
}

async fn give_up(stop: &mut watch::Receiver<bool>) {
    if stop.wait_for(|stopping| *stopping).await.is_err() {
        std::future::pending::<()>().await;
    }
    tokio::time::sleep(LAST_TRIES).await;
}
