//! How long a call rang that nobody answered: what makes an attempt to reach somebody count.

use crate::event::{CallTime, HangupBy, Signal, SignalAt};

/// What the signals told of a call's ringing so far.
#[derive(Clone, Copy, Debug, Default)]
pub struct Ringing {
    dialled: Option<CallTime>,
    rang: Option<CallTime>,
    hung_up: Option<CallTime>,
    /// It was answered, here or elsewhere.
    over: bool,
}

impl Ringing {
    /// Takes in a signal.
    pub fn signal(&mut self, signal: &SignalAt) {
        match signal.signal {
            Signal::Dialling => self.dialled = self.dialled.or(Some(signal.at)),
            Signal::Ringing => self.rang = self.rang.or(Some(signal.at)),
            Signal::Answered | Signal::Transfer { .. } => self.over = true,
            Signal::Hangup { by } => {
                self.over |= by == Some(HangupBy::Transfer);
                self.hung_up = self.hung_up.or(Some(signal.at));
            }
            _ => {}
        }
    }

    /// Milliseconds from the first ring (from dialling where the exchange tells of no ring) to the hangup,
    /// or to `ended` where none was told; none of a call that was answered or that rang nowhere.
    pub fn unanswered_ms(&self, ended: CallTime) -> Option<i64> {
        let from = self.rang.or(self.dialled).filter(|_| !self.over)?;
        Some((self.hung_up.unwrap_or(ended) - from).max(0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(signals: &[(i64, Signal)]) -> Option<i64> {
        let mut ringing = Ringing::default();
        for (at_ms, signal) in signals {
            ringing.signal(&SignalAt::new(CallTime(*at_ms), signal.clone()));
        }
        ringing.unanswered_ms(CallTime(60_000))
    }

    #[test]
    fn only_a_call_that_nobody_answered_has_rung_for_a_while() {
        let hangup = |by| Signal::Hangup { by };
        assert_eq!(told(&[(0, Signal::Dialling), (21_000, hangup(None))]), Some(21_000));
        assert_eq!(told(&[(0, Signal::Dialling), (4_000, Signal::Ringing), (21_000, hangup(None))]), Some(17_000));
        assert_eq!(told(&[(1_000, Signal::Ringing), (6_000, Signal::Ringing)]), Some(59_000), "until the end");
        assert_eq!(told(&[(0, Signal::Ringing), (0, Signal::Answered), (9_000, hangup(None))]), None);
        assert_eq!(told(&[(0, Signal::Ringing), (9_000, hangup(Some(HangupBy::Transfer)))]), None);
        assert_eq!(told(&[(9_000, hangup(None))]), None, "it rang nowhere");
    }
}
