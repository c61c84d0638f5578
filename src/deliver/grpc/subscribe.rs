//! A subscription: reads the journal at its client's own speed.
//!
//! It is pulled by the connection, so a slow client means that nothing is read for it; nobody else
//! waits, and nothing piles up.

use std::collections::VecDeque;

use futures::StreamExt;
use futures::stream::{self, BoxStream};
use tokio::sync::watch;
use tokio::time::{Instant, sleep_until};
use tonic::Status;

use super::status::{of_store, stopping};
use super::{Delivery, message};
use crate::proto::v1;
use crate::proto::v1::subscribe_alerts_response::Event;
use crate::store::{AlertFilter, Entry};

/// Entries read at a time.
const BATCH: u32 = 100;

pub(super) struct Subscription {
    delivery: Delivery,
    filter: AlertFilter,
    /// Read from the journal, not yet told.
    waiting: VecDeque<Entry>,
    read_to: u64,
    last_seq: watch::Receiver<u64>,
    /// When a bookmark is due, unless something is told before.
    bookmark_due: Instant,
    ended: bool,
}

impl Subscription {
    pub(super) fn new(delivery: Delivery, filter: AlertFilter, after: u64) -> Self {
        Self {
            last_seq: delivery.store.last_seq(),
            delivery,
            filter,
            waiting: VecDeque::new(),
            read_to: after,
            // The first response is a bookmark.
            bookmark_due: Instant::now(),
            ended: false,
        }
    }

    pub(super) fn into_stream(self) -> BoxStream<'static, Result<v1::SubscribeAlertsResponse, Status>> {
        stream::unfold(self, |mut subscription| async move {
            if subscription.ended {
                return None;
            }
            let next = subscription.next().await;
            subscription.ended = next.is_err();
            let response = next.map(|event| v1::SubscribeAlertsResponse { event: Some(event) });
            Some((response, subscription))
        })
        .boxed()
    }

    async fn next(&mut self) -> Result<Event, Status> {
        loop {
            if *self.delivery.stopping.borrow() {
                return Err(stopping());
            }
            if let Some(entry) = self.waiting.pop_front() {
                self.bookmark_due = Instant::now() + self.delivery.bookmark_every;
                return Ok(event(&entry));
            }
            if Instant::now() >= self.bookmark_due {
                self.bookmark_due = Instant::now() + self.delivery.bookmark_every;
                return Ok(Event::Bookmark(v1::Bookmark { seq: self.read_to as i64 }));
            }
            if self.read_to >= *self.last_seq.borrow_and_update() {
                self.wait().await?;
            } else {
                self.read().await?;
            }
        }
    }

    async fn read(&mut self) -> Result<(), Status> {
        let store = &self.delivery.store;
        let batch = store.read_journal(self.read_to, &self.filter, BATCH).await;
        let batch = batch.map_err(of_store)?;
        self.waiting.extend(batch.entries);
        self.read_to = batch.read_to;
        Ok(())
    }

    /// Until something is committed or a bookmark is due; an error when the service stops.
    async fn wait(&mut self) -> Result<(), Status> {
        tokio::select! {
            // An error would mean that the store is gone, and it is held here.
            _ = self.last_seq.changed() => Ok(()),
            () = sleep_until(self.bookmark_due) => Ok(()),
            // Either it stops, or whoever could say so is gone, which is the same.
            _ = self.delivery.stopping.wait_for(|stop| *stop) => Err(stopping()),
        }
    }
}

fn event(entry: &Entry) -> Event {
    match entry {
        Entry::Alert(stored) => Event::Alert(message::alert(stored)),
        Entry::Deleted { seq, call } => {
            Event::CallDeleted(v1::CallDeleted { call: call.to_string(), seq: *seq as i64 })
        }
    }
}
