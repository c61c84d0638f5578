//! Live calls: the asynchronous shell around each [`Call`], and the switchboard that taps open them at.
//!
//! A call has a thread that works its [`Call`] and a task that commits what it says. A call whose tap
//! breaks off is held for 60 s, so that a new stream of the same `external_id` goes on with a gap; a
//! call that a crash or a restart cut off is taken up from the journal, all it had heard being a gap.

mod hearing;
mod journal;
mod listener;
mod pacer;
mod procedures;
mod ringing;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use jiff::Timestamp;
use tokio::runtime::Handle;
use tokio::sync::{Notify, mpsc, watch};
use uuid::Uuid;

use crate::call::{Call, CallSettings};
use crate::clock::WallClock;
use crate::facts::CallFacts;
use crate::live::LiveCalls;
use crate::staff::Staff;
use crate::store::{self, Opened, Store, StoreError};
use crate::tap::live::{self, Inlet, NewCall, OpenCall, OpenError, Presence, Switchboard, ToTap};
use listener::{Again, Listener, Surroundings};

pub use hearing::{NoTranscriber, Reply, Transcriber};
pub use journal::ALERTS_LOST;
pub use listener::WAIT_FOR_TAP_MS;
pub use pacer::Pace;
pub use procedures::Procedures;

/// How often calls are looked for that broke off and were not resumed.
const SWEEP_EVERY: Duration = Duration::from_secs(15);

/// How long a stopping service waits for what its calls still have to commit.
const STOP_WITHIN: Duration = Duration::from_secs(5);

/// What live calls need.
pub struct SessionSettings {
    /// The journal.
    pub store: Arc<dyn Store>,
    /// Where speech is transcribed.
    pub transcriber: Arc<dyn Transcriber>,
    /// The procedures that calls may name.
    pub procedures: Procedures,
    /// Who works at the office; nobody where there is no staff file.
    pub staff: Arc<Staff>,
    /// Who listens in.
    pub live: LiveCalls,
    /// How many calls are listened to at once at most.
    pub max_calls: usize,
    /// How fast the clock runs.
    pub pace: Pace,
    /// The wall clock.
    pub clock: WallClock,
}

/// All live calls.
#[derive(Clone)]
pub struct Sessions(Arc<Inner>);

struct Inner {
    settings: SessionSettings,
    running: Mutex<HashMap<String, Running>>,
    changed: Notify,
    stop: watch::Sender<bool>,
}

/// A call by its `external_id`.
enum Running {
    Opening,
    Open { presence: Presence, again: mpsc::Sender<Again>, call: Uuid, rate_hz: u32, both_channels: bool },
}

/// Takes an `external_id` off the list if its call could not be opened.
struct Place<'a> {
    inner: &'a Inner,
    external_id: &'a str,
    kept: bool,
}

impl Sessions {
    /// No calls yet.
    pub fn new(settings: SessionSettings) -> Self {
        Self(Arc::new(Inner {
            settings,
            running: Mutex::default(),
            changed: Notify::new(),
            stop: watch::Sender::new(false),
        }))
    }

    /// How many calls are listened to.
    pub fn count(&self) -> usize {
        self.0.running().len()
    }

    /// Turns true when the service stops.
    pub fn stopping(&self) -> watch::Receiver<bool> {
        self.0.stop.subscribe()
    }

    /// Closes calls that broke off and were not resumed, until the service stops.
    pub async fn sweep(&self) {
        let mut stop = self.0.stop.subscribe();
        let settings = &self.0.settings;
        let monitored = |facts: &CallFacts, check| {
            settings.procedures.find(&facts.procedure).is_ok_and(|procedure| procedure.point(check).is_some())
        };
        while !*stop.borrow() {
            match store::close_abandoned(&*settings.store, &monitored, settings.clock.now()).await {
                Ok(closed) => {
                    for call in closed {
                        tracing::warn!(%call, "nobody went on with a call that broke off: its open checks are undetermined");
                    }
                }
                Err(error) => tracing::warn!(%error, "calls that broke off could not be closed"),
            }
            // An end of the wait by the stop is seen by the loop's condition.
            let _ = tokio::time::timeout(SWEEP_EVERY, stop.changed()).await;
        }
    }

    /// Stops listening and leaves all calls to be resumed, once what they said is committed.
    pub async fn stop(&self) {
        self.0.stop.send_replace(true);
        let all_gone = async {
            loop {
                let changed = self.0.changed.notified();
                if self.0.running().is_empty() {
                    return;
                }
                changed.await;
            }
        };
        if tokio::time::timeout(STOP_WITHIN, all_gone).await.is_err() {
            tracing::error!(calls = self.count(), "calls did not end in time");
        }
    }
}

#[async_trait]
impl Switchboard for Sessions {
    async fn open(&self, new: NewCall) -> Result<OpenCall, OpenError> {
        if *self.0.stop.borrow() {
            return Err(OpenError::Stopping);
        }
        let external_id = new.facts.external_id.clone();
        if let Some(open) = self.0.claim(&external_id, &new)? {
            return Ok(open);
        }
        let mut place = Place { inner: &self.0, external_id: &external_id, kept: false };
        let open = self.begin(new).await?;
        place.kept = true;
        Ok(open)
    }
}

impl Sessions {
    /// Opens a call, or takes one up from the journal.
    async fn begin(&self, mut new: NewCall) -> Result<OpenCall, OpenError> {
        let settings = &self.0.settings;
        let asked = settings.procedures.find(&new.facts.procedure)?;
        new.facts.procedure.clone_from(&asked.id);
        settings.staff.complete(&mut new.facts.agent, new.facts.extension.as_deref());
        let now = settings.clock.now();
        let opened = settings.store.open_call(&new.facts, now).await.map_err(|error| refused(&error))?;
        let (call, resumed) = (opened.call.id, opened.resumed);
        tracing::info!(%call, resumed, "listening to a call");
        let (inlet, stream, told) = new_stream(new.rate_hz);
        let (again_sender, again) = mpsc::channel(1);
        let presence = inlet.presence();
        let (listener, writer) = self.prepare(&new, &opened, stream, again, now)?;
        self.0.running().insert(
            new.facts.external_id.clone(),
            Running::Open {
                presence,
                again: again_sender,
                call,
                rate_hz: new.rate_hz,
                both_channels: new.both_channels,
            },
        );
        self.start(new.facts.external_id, listener, writer)?;
        Ok(OpenCall { call, resumed, inlet, told })
    }

    fn prepare(
        &self,
        new: &NewCall,
        opened: &Opened,
        stream: Again,
        again: mpsc::Receiver<Again>,
        now: Timestamp,
    ) -> Result<(Listener, journal::Writer), OpenError> {
        let settings = &self.0.settings;
        let call = opened.call.id;
        let stop = self.0.stop.subscribe();
        let (journal, writer) = journal::queue(
            Arc::clone(&settings.store),
            call,
            opened.call.facts.agent.id.clone(),
            stream.told,
            settings.clock.clone(),
            stop.clone(),
        );
        let began = if opened.resumed { opened.call.opened } else { new.began.unwrap_or(now) };
        if !new.signals && !opened.resumed {
            journal.put(journal::Entry::Answered(began));
        }
        let around = Surroundings {
            call,
            outlet: stream.outlet,
            again,
            transcriber: Arc::clone(&settings.transcriber),
            journal,
            live: settings.live.begin(call),
            stop,
            pace: settings.pace,
            clock: settings.clock.clone(),
            rate_hz: new.rate_hz,
            began,
        };
        let mut listener = Listener::new(self.call(new, opened, began)?, around);
        if opened.resumed {
            let since = |moment: Timestamp| (now.duration_since(moment).as_millis() as i64).max(0);
            listener.resume(since(began), opened.call.facts.started.map(since));
        }
        Ok((listener, writer))
    }

    fn call(&self, new: &NewCall, opened: &Opened, began: Timestamp) -> Result<Call, OpenError> {
        let settings = &self.0.settings;
        let facts = opened.call.facts.clone();
        let procedure = settings.procedures.find(&facts.procedure)?;
        let call_settings = CallSettings {
            rate_hz: new.rate_hz,
            cost: settings.transcriber.cost(),
            signals: new.signals,
            both_channels: new.both_channels,
            audio_from: None,
            began: Some(began),
            staff: Arc::clone(&settings.staff),
            reference: None,
            resumed: opened.alerts.iter().map(|stored| stored.alert.clone()).collect(),
        };
        Call::new(facts, procedure, call_settings).map_err(|error| OpenError::Failed(error.to_string()))
    }

    fn start(&self, external_id: String, listener: Listener, writer: journal::Writer) -> Result<(), OpenError> {
        let runtime = Handle::current();
        std::thread::Builder::new()
            .name("call".to_owned())
            .spawn(move || runtime.block_on(listener.run()))
            .map_err(|error| OpenError::Failed(format!("no thread can be started: {error}")))?;
        let inner = Arc::clone(&self.0);
        tokio::spawn(async move {
            writer.run().await;
            inner.running().remove(&external_id);
            inner.changed.notify_waiters();
        });
        Ok(())
    }
}

impl Inner {
    fn running(&self) -> MutexGuard<'_, HashMap<String, Running>> {
        // Nothing panics while it is held; if it did, the list would still be whole.
        self.running.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Goes on with a call whose tap is gone, or keeps a place for a new one.
    fn claim(&self, external_id: &str, new: &NewCall) -> Result<Option<OpenCall>, OpenError> {
        let mut running = self.running();
        let count = running.len();
        let streamed = || OpenError::AlreadyStreamed { external_id: external_id.to_owned() };
        match running.get_mut(external_id) {
            Some(Running::Opening) => Err(streamed()),
            Some(Running::Open { presence, again, call, rate_hz, both_channels }) => {
                if presence.there() {
                    return Err(streamed());
                }
                if (*rate_hz, *both_channels) != (new.rate_hz, new.both_channels) {
                    return Err(OpenError::OtherSound {
                        rate_hz: *rate_hz,
                        channels: if *both_channels { 2 } else { 1 },
                    });
                }
                let (inlet, stream, told) = new_stream(*rate_hz);
                *presence = inlet.presence();
                again.try_send(stream).map_err(|_| streamed())?;
                tracing::info!(%call, "a new stream goes on with a call");
                Ok(Some(OpenCall { call: *call, resumed: true, inlet, told }))
            }
            None if count >= self.settings.max_calls => Err(OpenError::TooMany { limit: self.settings.max_calls }),
            None => {
                running.insert(external_id.to_owned(), Running::Opening);
                Ok(None)
            }
        }
    }
}

fn new_stream(rate_hz: u32) -> (Inlet, Again, mpsc::Receiver<ToTap>) {
    let (inlet, outlet) = live::queue(rate_hz, live::PATIENCE);
    let (sender, told) = mpsc::channel(journal::TOLD_QUEUE);
    (inlet, Again { outlet, told: sender }, told)
}

fn refused(error: &StoreError) -> OpenError {
    if error.is_transient() { OpenError::Journal(error.to_string()) } else { OpenError::Failed(error.to_string()) }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        if !self.kept {
            self.inner.running().remove(self.external_id);
            self.inner.changed.notify_waiters();
        }
    }
}
