//! A recorded call's facts and signals as messages of a tap.

use crate::event::{Direction, HangupBy, Signal, SignalAt};
use crate::facts::CallFacts;
use crate::proto::v1::exchange_signal::{self as kinds, Kind, hangup::By};
use crate::proto::v1::stream_call_request::Event;
use crate::proto::v1::{AudioEncoding, ExchangeSignal, StartCall, StreamCallRequest};
use crate::proto::{agent_message, direction_message, source_message};

/// The first message of a call.
pub fn start(
    facts: &CallFacts,
    encoding: AudioEncoding,
    rate_hz: u32,
    channels: i32,
    signals: bool,
) -> StreamCallRequest {
    let direction = match facts.direction {
        Direction::Inbound => direction_message(Direction::Inbound),
        Direction::Outbound => direction_message(Direction::Outbound),
    };
    StreamCallRequest {
        event: Some(Event::Start(StartCall {
            external_id: facts.external_id.clone(),
            procedure: facts.procedure.clone(),
            direction: direction.into(),
            start_time: None,
            agent: Some(agent_message(&facts.agent)),
            remote_number: facts.remote.as_ref().map(|number| number.expose().clone()).unwrap_or_default(),
            extension: facts.extension.clone().unwrap_or_default(),
            encoding: encoding.into(),
            sample_rate_hz: rate_hz as i32,
            channels,
            exchange_signals: signals,
        })),
    }
}

/// A signal that takes effect when it arrives.
pub fn signal(told: &SignalAt) -> StreamCallRequest {
    let kind = match &told.signal {
        Signal::Ringing => Kind::Ringing(kinds::Ringing {}),
        Signal::Answered => Kind::Answered(kinds::Answered {}),
        Signal::Hold => Kind::Hold(kinds::Hold {}),
        Signal::Resume => Kind::Resume(kinds::Resume {}),
        Signal::Dialling => Kind::Dialling(kinds::Dialling {}),
        Signal::Transfer { to } => {
            Kind::Transfer(kinds::Transfer { to: to.as_ref().map(|to| to.expose().clone()).unwrap_or_default() })
        }
        Signal::Queued { wait_ms, special_needs } => {
            Kind::Queued(kinds::Queued { wait_ms: *wait_ms, special_needs: *special_needs })
        }
        Signal::Speakerphone { on } => Kind::Speakerphone(kinds::Speakerphone { on: Some(*on) }),
        Signal::Hangup { by } => {
            let by = match by {
                None => By::Unspecified,
                Some(HangupBy::Agent) => By::Agent,
                Some(HangupBy::Caller) => By::Caller,
                Some(HangupBy::Transfer) => By::Transfer,
            };
            Kind::Hangup(kinds::Hangup { by: by.into() })
        }
    };
    let source = source_message(told.source).into();
    let message = ExchangeSignal { at_ms: None, source, confidence: Some(told.confidence), kind: Some(kind) };
    StreamCallRequest { event: Some(Event::Signal(message)) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::{CallTime, ReportedSignal, SignalSource};
    use crate::private::Private;
    use crate::proto::signal_from;

    #[test]
    fn every_signal_arrives_as_it_was() {
        for sent in [
            Signal::Ringing,
            Signal::Answered,
            Signal::Hold,
            Signal::Resume,
            Signal::Dialling,
            Signal::Transfer { to: Some(Private::new("214".to_owned())) },
            Signal::Transfer { to: None },
            Signal::Queued { wait_ms: 31_000, special_needs: true },
            Signal::Speakerphone { on: false },
            Signal::Hangup { by: None },
            Signal::Hangup { by: Some(HangupBy::Agent) },
            Signal::Hangup { by: Some(HangupBy::Transfer) },
        ] {
            for source in SignalSource::ALL {
                let sent = SignalAt { source, confidence: 0.75, ..SignalAt::new(CallTime(7), sent.clone()) };
                let Some(Event::Signal(message)) = signal(&sent).event else { panic!("a signal") };
                // It takes effect where it arrives.
                assert_eq!(signal_from(&message), Some(ReportedSignal { at: None, ..sent.into() }));
            }
        }
    }
}
