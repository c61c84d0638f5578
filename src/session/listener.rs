//! The thread of one call: waits for what comes next, feeds it to the call, passes on what comes out.
//!
//! Each call has a thread of its own. The call's work comes in bursts of a few milliseconds for every
//! piece of sound; on the runtime's workers sixteen calls would delay each other's deliveries and the
//! journal, and a task per burst would need the call handed back and forth. A thread costs some tens
//! of kilobytes, waits for free, and the machine's scheduler shares the processors fairly.

use std::sync::Arc;
use std::time::Instant;

use jiff::Timestamp;
use tokio::sync::{mpsc, watch};
use uuid::Uuid;

use super::hearing::{Hearing, Transcriber};
use super::journal::{Entry, JournalQueue};
use super::pacer::{Pace, Pacer};
use super::ringing::Ringing;
use crate::call::{Call, Input, Output};
use crate::clock::{self, WallClock};
use crate::event::{CallTime, Signal};
use crate::live::{LiveCall, Said};
use crate::store::{Closing, NewAlert};
use crate::tap::live::{Brought, Outlet, ToTap};

/// How long a call waits for a tap that broke off.
pub const WAIT_FOR_TAP_MS: i64 = 60_000;

/// The call itself waits for 3 s for its last words; one that waits longer is at fault.
const CLOSED_WITHIN_MS: i64 = 10_000;

/// What a listener needs besides its call.
pub struct Surroundings {
    /// Our identifier of the call.
    pub call: Uuid,
    /// Sound and signals of the stream that opened the call.
    pub outlet: Outlet,
    /// Streams that go on with it.
    pub again: mpsc::Receiver<Again>,
    /// Where its speech is transcribed.
    pub transcriber: Arc<dyn Transcriber>,
    /// Where its alerts are committed.
    pub journal: JournalQueue,
    /// Who listens in while it runs.
    pub live: LiveCall,
    /// Turns true when the service stops.
    pub stop: watch::Receiver<bool>,
    /// How fast the clock runs.
    pub pace: Pace,
    /// The wall clock.
    pub clock: WallClock,
    /// Samples a second of its sound.
    pub rate_hz: u32,
    /// The wall time of its first input.
    pub began: Timestamp,
}

/// A stream that goes on with a call.
pub struct Again {
    /// Its sound and signals.
    pub outlet: Outlet,
    /// Where its tap is told.
    pub told: mpsc::Sender<ToTap>,
}

/// Listens to one call until it is over or the service stops.
pub struct Listener {
    call: Call,
    around: Surroundings,
    pacer: Pacer,
    opened: Instant,
    hearing: Hearing,
    ringing: Ringing,
    missed_before_ms: i64,
    answer_recorded: bool,
    gone_since: Option<i64>,
    closing_since: Option<i64>,
    abandoned: bool,
    over: bool,
}

enum Next {
    Brought(Brought),
    BrokeOff,
    Again(Again),
    Heard,
    Late,
    Stop,
}

impl Listener {
    /// A listener whose clock starts now.
    pub fn new(call: Call, around: Surroundings) -> Self {
        let opened = around.pace.begin();
        let hearing = Hearing::new(Arc::clone(&around.transcriber), &around.call.to_string());
        Self {
            call,
            pacer: Pacer::new(around.rate_hz),
            around,
            opened,
            hearing,
            ringing: Ringing::default(),
            missed_before_ms: 0,
            answer_recorded: false,
            gone_since: None,
            closing_since: None,
            abandoned: false,
            over: false,
        }
    }

    /// What was missed before this listener began: the call is at `ms` from its beginning, of which
    /// the clerk's leg had answered `answered_ms` ago, if it had.
    pub fn resume(&mut self, ms: i64, answered_ms: Option<i64>) {
        let because = "the service was restarted during the call";
        self.missed_before_ms = ms;
        self.answer_recorded = answered_ms.is_some();
        self.miss(ms - answered_ms.unwrap_or(0), because);
        if let Some(answered_ms) = answered_ms {
            if !self.call.answered() {
                self.call.feed(Input::Signal(Signal::Answered.into()));
            }
            self.miss(answered_ms, because);
        }
        self.call.feed(Input::Forgotten { because: because.to_owned() });
    }

    /// Works until the call is over, and says what became of it to the journal.
    pub async fn run(mut self) {
        self.put_out();
        while !self.over {
            match self.next().await {
                Next::Brought(brought) => self.take(brought),
                Next::BrokeOff => {
                    self.gone_since = Some(self.clock_ms());
                    self.around.journal.put(Entry::TapGone);
                }
                Next::Again(stream) => self.attach(stream),
                Next::Heard => {}
                Next::Late => self.late(),
                Next::Stop => {
                    self.around.journal.put(Entry::Left);
                    return;
                }
            }
            self.hearing.feed(&mut self.call);
            self.put_out();
        }
    }

    async fn next(&mut self) -> Next {
        let listening = self.gone_since.is_none() && self.closing_since.is_none();
        let due = self.due();
        let sleep = self.around.pace.sleep(due.saturating_sub(self.clock_ms()));
        tokio::select! {
            biased;
            () = stopped(&mut self.around.stop), if self.closing_since.is_none() => Next::Stop,
            () = self.hearing.wait() => Next::Heard,
            brought = self.around.outlet.next(), if listening => brought.map_or(Next::BrokeOff, Next::Brought),
            Some(stream) = self.around.again.recv(), if self.gone_since.is_some() && self.closing_since.is_none() => Next::Again(stream),
            () = tokio::time::sleep(sleep) => Next::Late,
        }
    }

    fn due(&self) -> i64 {
        match (self.closing_since, self.gone_since) {
            (Some(_), _) | (None, None) => self.pacer.due(),
            (None, Some(since)) => since + WAIT_FOR_TAP_MS,
        }
    }

    fn take(&mut self, brought: Brought) {
        let clock_ms = self.clock_ms();
        match brought {
            Brought::Audio(frame) => {
                self.pacer.sound(clock_ms, frame.agent.len());
                self.call.feed(Input::Audio(frame));
            }
            Brought::Skipped(ms) => {
                self.pacer.missing(clock_ms, ms);
                self.miss(ms, "the exchange left sound out");
            }
            Brought::GivenUp(ms) => {
                self.pacer.missing(clock_ms, ms);
                self.miss(ms, "the machine did not keep up with the call");
            }
            Brought::Signal(reported) => {
                if reported.signal == Signal::Resume {
                    // An exchange that sends no sound on hold: what is missing belongs to the hold,
                    // where nobody misses it, and not to the talk after it.
                    let ms = self.pacer.interrupted_ms();
                    self.pacer.missing(clock_ms, ms);
                    self.miss(ms, "no sound came on hold");
                }
                let hangup = matches!(reported.signal, Signal::Hangup { .. });
                self.call.feed(Input::Signal(reported));
                if hangup {
                    self.close();
                }
            }
            Brought::End => self.close(),
        }
    }

    fn attach(&mut self, stream: Again) {
        self.around.outlet = stream.outlet;
        self.around.journal.put(Entry::Tap(stream.told));
        self.gone_since = None;
        let ms = self.pacer.miss_until(self.clock_ms());
        self.miss(ms, "the exchange's stream broke off");
    }

    fn late(&mut self) {
        let clock_ms = self.clock_ms();
        if self.closing_since.is_some_and(|since| clock_ms - since > CLOSED_WITHIN_MS) {
            tracing::error!(call = %self.around.call, "the call gave no scorecard");
            self.over = true;
        } else if self.closing_since.is_none() && self.gone_since.is_some() {
            self.abandoned = true;
            let ms = self.pacer.miss_until(clock_ms);
            self.miss(ms, "the exchange's stream broke off and nobody went on with it");
            self.close();
        } else if let Some(ms) = self.pacer.tick(clock_ms) {
            let at = self.call.now() + ms;
            self.call.feed(Input::Tick(at));
        }
    }

    fn miss(&mut self, ms: i64, because: &str) {
        if ms > 0 {
            tracing::debug!(call = %self.around.call, ms, because, "sound is missing");
            self.call.feed(Input::Missing { ms, because: because.to_owned() });
        }
    }

    fn close(&mut self) {
        if self.closing_since.is_none() {
            self.closing_since = Some(self.clock_ms());
            self.call.feed(Input::End);
        }
    }

    fn put_out(&mut self) {
        // Those of the call's end are committed with its scorecard.
        let mut alerts = Vec::new();
        while let Some(output) = self.call.next() {
            match output {
                Output::Transcribe(request) => self.hearing.ask(request),
                Output::Segment(utterance) => {
                    self.around.live.say(Said::Segment(Arc::new(utterance)));
                }
                Output::Gap(gap) => self.around.live.say(Said::Gap(gap)),
                Output::Signal(signal) => {
                    self.ringing.signal(&signal);
                    if signal.signal == Signal::Answered && !self.answer_recorded {
                        self.answer_recorded = true;
                        self.around.journal.put(Entry::Answered(self.answered_at()));
                    }
                }
                Output::Alert(alert) => alerts.push(NewAlert {
                    alert,
                    raised_at: Some(whole_micros(self.around.clock.now())),
                    answered: self.call.answered(),
                }),
                Output::Scorecard(scorecard) => {
                    self.over = true;
                    let rang_ms = self.ringing.unanswered_ms(self.call.now()).filter(|_| !self.abandoned);
                    let closing = Closing { scorecard, alerts: std::mem::take(&mut alerts), rang_ms };
                    self.around.journal.put(Entry::Closed { closing, abandoned: self.abandoned });
                }
            }
        }
        for alert in alerts {
            self.around.journal.put(Entry::Alert(alert));
        }
    }

    /// The wall time of the answer: the clock's, less the call time gone by since.
    fn answered_at(&self) -> Timestamp {
        let since_began = self.missed_before_ms + self.pacer.position_ms();
        let since_answer = self.call.now() - CallTime::ZERO;
        clock::wall_time(self.around.began, CallTime(since_began - since_answer))
    }

    fn clock_ms(&self) -> i64 {
        self.around.pace.since_ms(self.opened)
    }
}

/// The journal keeps microseconds, and an alert told at once must equal the one read from it later.
fn whole_micros(time: Timestamp) -> Timestamp {
    Timestamp::from_microsecond(time.as_microsecond()).unwrap_or(time)
}

async fn stopped(stop: &mut watch::Receiver<bool>) {
    if stop.wait_for(|stopping| *stopping).await.is_err() {
        std::future::pending::<()>().await;
    }
}
