//! What a live tap hands to a session, in words of no protocol: a bounded queue of sound and signals,
//! and the door at which a tap asks for a call to be listened to.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use jiff::Timestamp;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc};
use uuid::Uuid;

use crate::alert::{Alert, Scorecard};
use crate::audio::Frame;
use crate::event::ReportedSignal;
use crate::facts::CallFacts;

/// Sound that may wait in a call's queue before its tap is held back.
pub const QUEUE_MS: u32 = 5_000;

/// How long a tap is held back before its sound is given up and becomes a gap.
pub const PATIENCE: Duration = Duration::from_secs(5);

/// What a signal takes of the queue, so that a flood of signals is held back like a flood of sound.
const SIGNAL_MS: u32 = 20;

/// A call that a tap wants to be listened to.
#[derive(Clone, Debug)]
pub struct NewCall {
    /// What the tap knows of it. Its `external_id` tells a call that goes on from a new one;
    /// an empty `procedure` takes the service's own.
    pub facts: CallFacts,
    /// Samples a second of its frames.
    pub rate_hz: u32,
    /// Whether each party has a channel of its own.
    pub both_channels: bool,
    /// Whether the tap brings the exchange's signals.
    pub signals: bool,
    /// The wall time of the first input; none where it is the moment of opening.
    pub began: Option<Timestamp>,
}

/// A call that is being listened to.
#[derive(Debug)]
pub struct OpenCall {
    /// Our identifier of it.
    pub call: Uuid,
    /// Whether it went on from an earlier stream.
    pub resumed: bool,
    /// Where its sound and signals go. Dropping it without [`Inlet::end`] means that the tap broke off.
    pub inlet: Inlet,
    /// What is told to the tap, ended by [`ToTap::Scorecard`] or [`ToTap::Ended`].
    pub told: mpsc::Receiver<ToTap>,
}

/// What a session tells its tap.
#[derive(Clone, Debug)]
pub enum ToTap {
    /// An alert that is in the journal.
    Alert(Box<Committed>),
    /// The call is over, and this is in the journal.
    Scorecard(Scorecard),
    /// The stream is over although the call may not be.
    Ended(Ended),
}

/// Why a tap's stream is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// Another stream goes on with this call.
    Replaced,
    /// The service stops; the call can be resumed.
    Stopping,
    /// The call's work failed; the journal's alerts stand.
    Failed,
}

/// An alert with what the journal added.
#[derive(Clone, Debug)]
pub struct Committed {
    /// Its number in the journal.
    pub seq: u64,
    /// Our identifier of its call.
    pub call: Uuid,
    /// The clerk's identifier; empty when unknown.
    pub agent: String,
    /// The alert.
    pub alert: Alert,
    /// When it was raised, by the machine's clock.
    pub raised_at: Option<Timestamp>,
    /// Whether the call had been answered.
    pub answered: bool,
}

/// Why a call is not listened to.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// A stream of this call is open already.
    #[error(
        "call `{external_id}` is being streamed already; end that stream first, or give this call an external_id of its own"
    )]
    AlreadyStreamed {
        /// The tap's identifier.
        external_id: String,
    },
    /// A stream that goes on with a call brings another kind of sound.
    #[error("the call that this stream goes on with has {channels} channels at {rate_hz} Hz: send the same")]
    OtherSound {
        /// Its samples a second.
        rate_hz: u32,
        /// Its channels.
        channels: u32,
    },
    /// No procedure has that name.
    #[error("there is no procedure `{name}`; there are: {known}")]
    UnknownProcedure {
        /// The name asked for.
        name: String,
        /// The names that would do.
        known: String,
    },
    /// So many calls are listened to at once that one more would make all of them late.
    #[error(
        "{limit} calls are listened to already; raise `max_calls` in the configuration if the machine can bear more"
    )]
    TooMany {
        /// The limit.
        limit: usize,
    },
    /// The service stops.
    #[error("the service is stopping; try again when it is back")]
    Stopping,
    /// The journal takes no new call just now.
    #[error("{0}")]
    Journal(String),
    /// Something in the call's settings or the machine failed.
    #[error("the call cannot be listened to: {0}")]
    Failed(String),
}

/// The door at which taps ask for their calls to be listened to.
#[async_trait]
pub trait Switchboard: Send + Sync + 'static {
    /// Begins to listen, or goes on with a call whose tap had gone away.
    async fn open(&self, call: NewCall) -> Result<OpenCall, OpenError>;
}

/// The session no longer listens.
#[derive(Clone, Copy, Debug, thiserror::Error, PartialEq, Eq)]
#[error("the call is over")]
pub struct Closed;

/// One thing a tap brought, in order.
#[derive(Clone, Debug, PartialEq)]
pub enum Brought {
    /// Sound that follows on the last.
    Audio(Frame),
    /// The tap itself left out so many milliseconds of sound.
    Skipped(i64),
    /// So many milliseconds of sound were given up since the call's work did not keep up.
    GivenUp(i64),
    /// A signal, and when it took effect, if that is not now.
    Signal(ReportedSignal),
    /// Nothing more will come: the tap ended its stream regularly.
    End,
}

/// A tap's end of a call's queue.
#[derive(Debug)]
pub struct Inlet {
    queue: mpsc::UnboundedSender<Queued>,
    room: Arc<Semaphore>,
    patience: Duration,
    rate_hz: u32,
    given_up_samples: usize,
}

/// Whether a tap still holds its end of a call's queue.
#[derive(Clone, Debug)]
pub struct Presence(mpsc::WeakUnboundedSender<Queued>);

type Queued = (Brought, Option<OwnedSemaphorePermit>);

/// A session's end of a call's queue.
#[derive(Debug)]
pub struct Outlet {
    queue: mpsc::UnboundedReceiver<Queued>,
}

/// A queue of [`QUEUE_MS`] of sound at `rate_hz`, which holds its tap back for `patience`.
pub fn queue(rate_hz: u32, patience: Duration) -> (Inlet, Outlet) {
    let (sender, receiver) = mpsc::unbounded_channel();
    let inlet = Inlet {
        queue: sender,
        room: Arc::new(Semaphore::new(QUEUE_MS as usize)),
        patience,
        rate_hz,
        given_up_samples: 0,
    };
    (inlet, Outlet { queue: receiver })
}

impl Inlet {
    /// Brings sound. Waits while the queue is full; sound that finds no room in time is given up,
    /// which the session hears of as [`Brought::GivenUp`] in its place.
    ///
    /// # Errors
    /// The session no longer listens.
    pub async fn audio(&mut self, frame: Frame) -> Result<(), Closed> {
        let samples = frame.agent.len();
        let ms = u32::try_from(self.ms(samples)).unwrap_or(QUEUE_MS).clamp(1, QUEUE_MS);
        let room = Arc::clone(&self.room).acquire_many_owned(ms);
        tokio::select! {
            permit = room => {
                self.settle()?;
                self.put(Brought::Audio(frame), permit.ok())
            }
            () = self.queue.closed() => Err(Closed),
            () = tokio::time::sleep(self.patience) => {
                self.given_up_samples += samples;
                Ok(())
            }
        }
    }

    /// Says that the tap left sound out here.
    ///
    /// # Errors
    /// The session no longer listens.
    pub fn skipped(&mut self, samples: u64) -> Result<(), Closed> {
        self.settle()?;
        let ms = i64::try_from(samples * 1000 / u64::from(self.rate_hz)).unwrap_or(i64::MAX);
        self.put(Brought::Skipped(ms), None)
    }

    /// Brings a signal, with the moment it took effect where that is known. It is never given up.
    ///
    /// # Errors
    /// The session no longer listens.
    pub async fn signal(&mut self, signal: ReportedSignal) -> Result<(), Closed> {
        let room = Arc::clone(&self.room).acquire_many_owned(SIGNAL_MS);
        tokio::select! {
            permit = room => {
                self.settle()?;
                self.put(Brought::Signal(signal), permit.ok())
            }
            () = self.queue.closed() => Err(Closed),
        }
    }

    /// Ends the call regularly.
    ///
    /// # Errors
    /// The session no longer listens.
    pub fn end(mut self) -> Result<(), Closed> {
        self.settle()?;
        self.put(Brought::End, None)
    }

    /// By which the session knows whether this end is still held.
    pub fn presence(&self) -> Presence {
        Presence(self.queue.downgrade())
    }

    fn settle(&mut self) -> Result<(), Closed> {
        let ms = self.ms(self.given_up_samples);
        if ms == 0 {
            return Ok(());
        }
        self.given_up_samples -= ms as usize * self.rate_hz as usize / 1000;
        self.put(Brought::GivenUp(ms), None)
    }

    fn put(&self, brought: Brought, permit: Option<OwnedSemaphorePermit>) -> Result<(), Closed> {
        self.queue.send((brought, permit)).map_err(|_| Closed)
    }

    fn ms(&self, samples: usize) -> i64 {
        (samples * 1000 / self.rate_hz as usize) as i64
    }
}

impl Presence {
    /// Whether the tap still holds its end of the queue.
    pub fn there(&self) -> bool {
        self.0.upgrade().is_some()
    }
}

impl Outlet {
    /// The next thing the tap brought; `None` when the tap is gone and all of it was taken.
    pub async fn next(&mut self) -> Option<Brought> {
        self.queue.recv().await.map(|(brought, _room)| brought)
    }

    /// The next thing, if one waits already.
    pub fn waiting(&mut self) -> Option<Brought> {
        self.queue.try_recv().ok().map(|(brought, _room)| brought)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sound(ms: usize) -> Frame {
        Frame { agent: vec![0.0; ms * 8], caller: vec![0.0; ms * 8] }
    }

    #[tokio::test]
    async fn sound_without_room_becomes_a_gap_in_its_place() {
        let (mut inlet, mut outlet) = queue(8_000, Duration::from_millis(1));
        for _ in 0..=QUEUE_MS / 1000 {
            inlet.audio(sound(1000)).await.expect("the outlet is there");
        }
        assert_eq!(outlet.next().await, Some(Brought::Audio(sound(1000))));
        inlet.audio(sound(500)).await.expect("the outlet is there");
        for _ in 1..QUEUE_MS / 1000 {
            assert_eq!(outlet.next().await, Some(Brought::Audio(sound(1000))));
        }
        assert_eq!(outlet.next().await, Some(Brought::GivenUp(1000)));
        assert_eq!(outlet.next().await, Some(Brought::Audio(sound(500))));
    }

    #[tokio::test]
    async fn a_tap_is_held_back_rather_than_robbed_while_there_is_patience() {
        let (mut inlet, mut outlet) = queue(8_000, Duration::from_mins(10));
        let tap = tokio::spawn(async move {
            for _ in 0..20 {
                inlet.audio(sound(1000)).await.expect("the outlet is there");
            }
        });
        let mut heard = 0;
        while let Some(brought) = outlet.next().await {
            assert_eq!(brought, Brought::Audio(sound(1000)));
            heard += 1;
        }
        tap.await.expect("the tap does not panic");
        assert_eq!(heard, 20);
    }

    #[tokio::test]
    async fn a_tap_that_waits_for_room_learns_that_the_call_is_over() {
        let (mut inlet, outlet) = queue(8_000, Duration::from_mins(10));
        for _ in 0..QUEUE_MS / 1000 {
            inlet.audio(sound(1000)).await.expect("the outlet is there");
        }
        let tap = tokio::spawn(async move { inlet.audio(sound(1000)).await });
        drop(outlet);
        assert_eq!(tap.await.expect("no panic"), Err(Closed));
    }
}
