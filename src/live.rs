//! What is being said in the calls of this moment, for whoever listens in; nothing of it is kept.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::broadcast;
use uuid::Uuid;

use crate::event::{Gap, Utterance};

/// Pieces that a listener may lag behind; beyond that the oldest are dropped and told as a gap. At a
/// piece every two seconds that is some four minutes.
const LAG: usize = 128;

/// A piece of a call's transcript.
#[derive(Clone, Debug)]
pub enum Said {
    /// A whole utterance.
    Segment(Arc<Utterance>),
    /// Something was not observed.
    Gap(Gap),
}

/// The calls of this moment. Clones share them.
#[derive(Clone, Debug, Default)]
pub struct LiveCalls {
    calls: Arc<Mutex<HashMap<Uuid, broadcast::Sender<Said>>>>,
}

impl LiveCalls {
    /// Takes a call up; it ends, for its listeners too, when the result is dropped.
    pub fn begin(&self, call: Uuid) -> LiveCall {
        let (sender, _) = broadcast::channel(LAG);
        self.lock().insert(call, sender.clone());
        LiveCall { call, sender, all: self.clone() }
    }

    /// What is said in a call from now on; none where it is not going on.
    pub fn listen(&self, call: Uuid) -> Option<broadcast::Receiver<Said>> {
        self.lock().get(&call).map(broadcast::Sender::subscribe)
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<Uuid, broadcast::Sender<Said>>> {
        self.calls.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A call of this moment, held by whoever runs it.
#[derive(Debug)]
pub struct LiveCall {
    call: Uuid,
    sender: broadcast::Sender<Said>,
    all: LiveCalls,
}

impl LiveCall {
    /// Tells the listeners, if there are any; never waits.
    pub fn say(&self, said: Said) {
        // An error means that nobody listens.
        let _ = self.sender.send(said);
    }
}

impl Drop for LiveCall {
    fn drop(&mut self) {
        let mut calls = self.all.lock();
        if calls.get(&self.call).is_some_and(|sender| sender.same_channel(&self.sender)) {
            calls.remove(&self.call);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_call_taken_up_anew_outlives_the_drop_of_the_old_one() {
        let live = LiveCalls::default();
        let call = Uuid::from_u128(1);
        let old = live.begin(call);
        let new = live.begin(call);
        drop(old);
        assert!(live.listen(call).is_some());
        drop(new);
        assert!(live.listen(call).is_none());
    }
}
