//! The words of a running call, as they come.

use futures::StreamExt;
use futures::stream::{self, BoxStream};
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::watch;
use tonic::Status;
use uuid::Uuid;

use super::status::stopping as stopped;
use crate::live::Said;
use crate::proto::v1::stream_transcript_response::Event;
use crate::proto::{channel_message, heard, v1};

struct Listener {
    call: Uuid,
    said: Receiver<Said>,
    stopping: watch::Receiver<bool>,
    ended: bool,
}

/// What is said until the call ends.
pub(super) fn stream(
    call: Uuid,
    said: Receiver<Said>,
    stopping: watch::Receiver<bool>,
) -> BoxStream<'static, Result<v1::StreamTranscriptResponse, Status>> {
    let listener = Listener { call, said, stopping, ended: false };
    stream::unfold(listener, |mut listener| async move {
        let next = listener.next().await?;
        listener.ended = next.is_err();
        let response = next.map(|event| v1::StreamTranscriptResponse { event: Some(event) });
        Some((response, listener))
    })
    .boxed()
}

impl Listener {
    /// None when the call is over.
    async fn next(&mut self) -> Option<Result<Event, Status>> {
        if self.ended {
            return None;
        }
        let said = tokio::select! {
            said = self.said.recv() => said,
            _ = self.stopping.wait_for(|stop| *stop) => return Some(Err(stopped())),
        };
        match said {
            Ok(said) => Some(Ok(event(self.call, &said))),
            Err(RecvError::Lagged(pieces)) => Some(Ok(lagged(self.call, pieces))),
            Err(RecvError::Closed) => None,
        }
    }
}

fn event(call: Uuid, said: &Said) -> Event {
    match said {
        Said::Segment(utterance) => Event::Segment(v1::Segment {
            call: call.to_string(),
            channel: channel_message(utterance.channel).into(),
            from_ms: utterance.from.0,
            to_ms: utterance.to.0,
            text: heard(utterance.channel, &utterance.text()),
            confidence: utterance.confidence,
        }),
        Said::Gap(gap) => Event::Gap(v1::Gap {
            call: call.to_string(),
            channel: channel_message(gap.channel).into(),
            from_ms: Some(gap.from.0),
            to_ms: Some(gap.to.0),
            because: gap.because.clone(),
        }),
    }
}

fn lagged(call: Uuid, pieces: u64) -> Event {
    Event::Gap(v1::Gap {
        call: call.to_string(),
        channel: v1::Channel::Unspecified.into(),
        from_ms: None,
        to_ms: None,
        because: format!("this client reads too slowly: {pieces} pieces were left out here"),
    })
}
