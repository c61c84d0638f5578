//! A fixed number of threads, each with a recogniser of its own, that work the queue off.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, mpsc};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use super::queue::{Queue, Turned, Waiting};
use super::{Cost, Recognised, Recogniser, Request, TranscribeError, WhisperModel};
use crate::clock::thread_cpu;

/// Requests that may wait for each worker. At half the speed of speech 16 utterances of 5 s are 40 s
/// of work: whatever waits longer comes too late for any check.
const PLACES_PER_WORKER: usize = 16;

/// What becomes of an answer. Called exactly once, on a worker's thread (or on the submitter's, if
/// the request is turned away): it must not block.
pub type Reply = Box<dyn FnOnce(Result<Finished, TranscribeError>) + Send>;

/// A request of a call.
pub struct Job {
    /// Which call, to cancel by and to tell utterances of the same number apart.
    pub call: Arc<str>,
    /// What is to be transcribed.
    pub request: Request,
    /// What becomes of the answer.
    pub reply: Reply,
}

/// A request worked off.
#[derive(Clone, Debug)]
pub struct Finished {
    /// Its words.
    pub recognised: Recognised,
    /// The processor's time that it took.
    pub cpu: Duration,
    /// How long it waited for a worker.
    pub waited: Duration,
}

type Made = Result<Box<dyn Recogniser + Send>, TranscribeError>;
type Maker = Box<dyn Fn() -> Made + Send + Sync>;

/// Recognisers at work. Dropping it answers what waits and ends the threads after the work in hand.
pub struct Pool {
    shared: Arc<Shared>,
    workers: Vec<JoinHandle<()>>,
    name: String,
    cost: Cost,
}

struct Shared {
    state: Mutex<State>,
    changed: Condvar,
    make: Maker,
    began: Instant,
}

struct State {
    queue: Queue<Place>,
    closing: bool,
}

struct Place {
    reply: Reply,
    since: Instant,
}

impl Pool {
    /// Starts `workers` threads (at least one) that share a model.
    ///
    /// # Errors
    /// There is not enough memory for the workers' states, or no thread can be started.
    pub fn new(model: &Arc<WhisperModel>, workers: usize) -> Result<Self, TranscribeError> {
        let shared_model = Arc::clone(model);
        let make = move || {
            let made = shared_model.recogniser()?;
            Ok(Box::new(made) as Box<dyn Recogniser + Send>)
        };
        let mut pool = Self::with(workers, Box::new(make))?;
        model.name().clone_into(&mut pool.name);
        pool.cost = model.cost();
        Ok(pool)
    }

    /// The model's name, for statistics.
    pub fn model(&self) -> &str {
        &self.name
    }

    /// What the model's work takes.
    pub fn cost(&self) -> Cost {
        self.cost
    }

    /// Hands a request in. Its reply is called exactly once, whatever happens.
    pub fn submit(&self, job: Job) {
        let place = Place { reply: job.reply, since: Instant::now() };
        let now_ms = self.shared.began.elapsed().as_millis() as i64;
        let turned = self.shared.lock().queue.push(job.call, job.request, place, now_ms);
        self.shared.changed.notify_one();
        turn_away(turned);
    }

    /// Transcribes and waits for it: for `analyze`, which does one thing after another.
    ///
    /// # Errors
    /// As any request; with more callers than the queue has places, also that it is full.
    pub fn recognise_now(&self, call: &Arc<str>, request: &Request) -> Result<Finished, TranscribeError> {
        let (sender, receiver) = mpsc::sync_channel(1);
        self.submit(Job {
            call: Arc::clone(call),
            request: request.clone(),
            reply: Box::new(move |answer| {
                // The receiver waits below; it is gone only where its thread died.
                let _ = sender.send(answer);
            }),
        });
        receiver.recv().unwrap_or(Err(TranscribeError::Crashed))
    }

    /// Answers the requests of a call that still wait with [`TranscribeError::Cancelled`].
    ///
    /// One that is being worked on is answered as usual.
    pub fn cancel(&self, call: &str) {
        let turned = self.shared.lock().queue.cancel(call);
        turn_away(turned);
    }

    /// Requests that wait.
    pub fn waiting(&self) -> usize {
        self.shared.lock().queue.len()
    }

    fn with(workers: usize, make: Maker) -> Result<Self, TranscribeError> {
        let workers = workers.max(1);
        let recognisers: Vec<_> = (0..workers).map(|_| make()).collect::<Result<_, _>>()?;
        let shared = Arc::new(Shared {
            state: Mutex::new(State { queue: Queue::new(workers * PLACES_PER_WORKER), closing: false }),
            changed: Condvar::new(),
            make,
            began: Instant::now(),
        });
        let mut pool = Self { shared, workers: Vec::new(), name: String::new(), cost: Cost::default() };
        for recogniser in recognisers {
            let shared = Arc::clone(&pool.shared);
            let worker = std::thread::Builder::new()
                .name("recogniser".to_owned())
                .spawn(move || shared.work(Some(recogniser)))
                .map_err(|e| TranscribeError::Engine(format!("no thread can be started: {e}")))?;
            pool.workers.push(worker);
        }
        Ok(pool)
    }
}

impl Drop for Pool {
    fn drop(&mut self) {
        let turned = {
            let mut state = self.shared.lock();
            state.closing = true;
            state.queue.clear()
        };
        self.shared.changed.notify_all();
        turn_away(turned);
        for worker in self.workers.drain(..) {
            // A worker catches its panics, so there is nothing to learn from its end.
            let _ = worker.join();
        }
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, State> {
        // Nothing panics while it is held; if it did, the queue would still be whole.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn work(&self, mut recogniser: Option<Box<dyn Recogniser + Send>>) {
        while let Some(waiting) = self.next() {
            let waited = waiting.reply.since.elapsed();
            let began = thread_cpu();
            let request = &waiting.request;
            let answer = self.attempt(&mut recogniser, request).map(|recognised| Finished {
                recognised,
                cpu: thread_cpu().saturating_sub(began),
                waited,
            });
            answer_with(waiting.reply.reply, answer);
        }
    }

    fn next(&self) -> Option<Waiting<Place>> {
        let mut state = self.lock();
        loop {
            if let Some(waiting) = state.queue.pop() {
                return Some(waiting);
            }
            if state.closing {
                return None;
            }
            state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Works one request off; after a crash the recogniser is made anew.
    fn attempt(
        &self,
        recogniser: &mut Option<Box<dyn Recogniser + Send>>,
        request: &Request,
    ) -> Result<Recognised, TranscribeError> {
        let mut current = match recogniser.take() {
            Some(current) => current,
            None => (self.make)()?,
        };
        let outcome = catch_unwind(AssertUnwindSafe(|| {
            let answer = current.recognise(&request.samples, request.complete);
            (answer, current)
        }));
        let Ok((answer, current)) = outcome else {
            return Err(TranscribeError::Crashed);
        };
        *recogniser = Some(current);
        answer
    }
}

fn turn_away(turned: Turned<Place>) {
    for (waiting, error) in turned {
        answer_with(waiting.reply.reply, Err(error));
    }
}

/// A reply that panics must not take a worker with it: the other calls need it.
fn answer_with(reply: Reply, answer: Result<Finished, TranscribeError>) {
    if catch_unwind(AssertUnwindSafe(|| reply(answer))).is_err() {
        tracing::error!("a transcript could not be handed over: its receiver panicked");
    }
}
#[cfg(test)]
mod tests;
