//! What waits for a recogniser, and what goes next.
//!
//! Bounded. What somebody waits for (a final result, or a partial one that a detector asked for) goes
//! before mere partial results; within each, the earliest deadline first. Of an utterance at most one
//! partial waits: a later one takes its place, and the final one drives it out. Where all places are
//! taken, the least urgent mere partial makes way; where there is none, the newcomer is refused.

use std::sync::Arc;

use super::{Request, TranscribeError};

/// How long a result may take, in milliseconds, where no detector names a deadline.
///
/// A final result serves checks that wait for it; a partial one is only a preview.
const FINAL_WITHIN_MS: i64 = 700;
const PARTIAL_WITHIN_MS: i64 = 1_500;

/// One request with what is to be done with its answer.
pub(super) struct Waiting<R> {
    pub(super) call: Arc<str>,
    pub(super) request: Request,
    pub(super) reply: R,
    /// On the pool's clock.
    pub(super) due_ms: i64,
    number: u64,
}

impl<R> Waiting<R> {
    fn same_utterance(&self, call: &str, request: &Request) -> bool {
        *self.call == *call && self.request.utterance == request.utterance
    }

    fn mere_partial(&self) -> bool {
        !self.request.complete && self.request.deadline.is_none()
    }

    fn order(&self) -> (bool, i64, bool, u64) {
        let partial = !self.request.complete;
        (self.mere_partial(), self.due_ms, partial, self.number)
    }
}

/// Requests that left the queue unworked, with the reason.
pub(super) type Turned<R> = Vec<(Waiting<R>, TranscribeError)>;

/// The requests that wait.
pub(super) struct Queue<R> {
    waiting: Vec<Waiting<R>>,
    capacity: usize,
    numbered: u64,
}

impl<R> Queue<R> {
    pub(super) fn new(capacity: usize) -> Self {
        Self { waiting: Vec::with_capacity(capacity), capacity: capacity.max(1), numbered: 0 }
    }

    pub(super) fn len(&self) -> usize {
        self.waiting.len()
    }

    /// Takes a request in at `now_ms`. What has to make way for it comes back, or it does itself.
    pub(super) fn push(&mut self, call: Arc<str>, request: Request, reply: R, now_ms: i64) -> Turned<R> {
        let mut turned: Turned<R> = self
            .take(|w| !w.request.complete && w.same_utterance(&call, &request))
            .into_iter()
            .map(|w| (w, TranscribeError::Superseded))
            .collect();
        let newcomer = Waiting { due_ms: now_ms + allowance_ms(&request), call, request, reply, number: self.numbered };
        self.numbered += 1;
        self.waiting.push(newcomer);
        if self.waiting.len() > self.capacity {
            turned.push(self.make_way());
        }
        turned
    }

    /// The next request to work on.
    pub(super) fn pop(&mut self) -> Option<Waiting<R>> {
        let next = (0..self.waiting.len()).min_by_key(|&i| self.waiting[i].order())?;
        Some(self.waiting.swap_remove(next))
    }

    /// Takes out all requests of a call.
    pub(super) fn cancel(&mut self, call: &str) -> Turned<R> {
        self.take(|w| *w.call == *call).into_iter().map(|w| (w, TranscribeError::Cancelled)).collect()
    }

    /// Takes out everything.
    pub(super) fn clear(&mut self) -> Turned<R> {
        self.take(|_| true).into_iter().map(|w| (w, TranscribeError::Cancelled)).collect()
    }

    /// The last in order if it is a mere partial, else the newcomer, which is the last put in.
    fn make_way(&mut self) -> (Waiting<R>, TranscribeError) {
        let partial = (0..self.waiting.len())
            .filter(|&i| self.waiting[i].mere_partial())
            .max_by_key(|&i| self.waiting[i].order());
        if let Some(partial) = partial {
            let left_out = self.waiting.swap_remove(partial);
            return (left_out, TranscribeError::PartialLeftOut);
        }
        let newcomer = self.waiting.swap_remove(self.waiting.len() - 1);
        let error = if newcomer.request.complete {
            TranscribeError::QueueFull { waiting: self.waiting.len() }
        } else {
            TranscribeError::PartialLeftOut
        };
        (newcomer, error)
    }

    fn take(&mut self, which: impl Fn(&Waiting<R>) -> bool) -> Vec<Waiting<R>> {
        self.waiting.extract_if(.., |w| which(w)).collect()
    }
}

fn allowance_ms(request: &Request) -> i64 {
    let default = if request.complete { FINAL_WITHIN_MS } else { PARTIAL_WITHIN_MS };
    request.deadline.map_or(default, |deadline| (deadline - request.asked).min(default))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::{CallTime, Channel};

    fn request(utterance: u32, complete: bool, deadline: Option<i64>) -> Request {
        Request {
            utterance,
            channel: Channel::Agent,
            from: CallTime(0),
            to: CallTime(1000),
            asked: CallTime(1000),
            complete,
            deadline: deadline.map(CallTime),
            samples: Arc::from(Vec::new()),
        }
    }

    /// Puts requests named by letters in at moment zero; gives the names of those turned away.
    fn put(queue: &mut Queue<char>, name: char, call: &str, request: Request) -> Vec<(char, String)> {
        let turned = queue.push(Arc::from(call), request, name, 0);
        turned.into_iter().map(|(w, e)| (w.reply, e.to_string())).collect()
    }

    fn order(queue: &mut Queue<char>) -> String {
        std::iter::from_fn(|| queue.pop().map(|w| w.reply)).collect()
    }

    #[test]
    fn the_earliest_deadline_goes_first_and_mere_partials_last() {
        let mut queue = Queue::new(9);
        put(&mut queue, 'p', "1", request(1, false, None));
        put(&mut queue, 'f', "2", request(1, true, None));
        put(&mut queue, 'w', "3", request(1, false, Some(1300)));
        put(&mut queue, 'u', "4", request(1, true, Some(1100)));
        put(&mut queue, 'g', "5", request(1, true, None));
        assert_eq!(order(&mut queue), "uwfgp");
    }

    #[test]
    fn at_the_same_deadline_a_final_result_goes_before_a_partial_one() {
        let mut queue = Queue::new(9);
        put(&mut queue, 'p', "1", request(1, false, Some(1500)));
        put(&mut queue, 'f', "2", request(1, true, Some(1500)));
        assert_eq!(order(&mut queue), "fp");
    }

    #[test]
    fn a_request_that_has_waited_comes_before_a_later_one() {
        let mut queue = Queue::new(9);
        queue.push(Arc::from("1"), request(1, true, None), 'l', 200);
        queue.push(Arc::from("2"), request(1, true, None), 'e', 100);
        assert_eq!(order(&mut queue), "el");
    }

    #[test]
    fn one_partial_waits_for_each_utterance_and_the_final_one_drives_it_out() {
        let mut queue = Queue::new(9);
        assert!(put(&mut queue, 'a', "1", request(1, false, None)).is_empty());
        assert!(put(&mut queue, 'x', "2", request(1, false, None)).is_empty());
        assert_eq!(put(&mut queue, 'b', "1", request(1, false, None))[0].0, 'a');
        assert_eq!(put(&mut queue, 'c', "1", request(1, true, None))[0].0, 'b');
        assert_eq!(order(&mut queue), "cx");
    }

    #[test]
    fn a_full_queue_drops_partials_then_refuses_the_newcomer() {
        let mut queue = Queue::new(2);
        put(&mut queue, 'p', "1", request(1, false, None));
        put(&mut queue, 'a', "2", request(1, true, None));
        assert_eq!(put(&mut queue, 'b', "3", request(1, true, None))[0].0, 'p');
        let refused = put(&mut queue, 'c', "4", request(1, true, None));
        assert_eq!(refused[0].0, 'c');
        assert!(refused[0].1.contains("cannot keep up"), "{refused:?}");
        let partial = put(&mut queue, 'q', "4", request(2, false, None));
        assert_eq!(partial[0].0, 'q');
        assert_eq!(order(&mut queue), "ab");
    }

    #[test]
    fn a_cancelled_call_leaves_the_others() {
        let mut queue = Queue::new(9);
        put(&mut queue, 'a', "1", request(1, true, None));
        put(&mut queue, 'b', "2", request(1, true, None));
        put(&mut queue, 'c', "1", request(2, false, None));
        assert_eq!(queue.cancel("1").len(), 2);
        assert_eq!(order(&mut queue), "b");
    }
}
