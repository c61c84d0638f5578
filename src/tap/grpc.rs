//! Live calls over gRPC: `TapService.StreamCall`.

mod decode;

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;
use tonic::{Request, Response, Status, Streaming, async_trait};

use crate::proto::v1::stream_call_response::Event;
use crate::proto::v1::tap_service_server::TapService;
use crate::proto::v1::{CallAccepted, StreamCallRequest, StreamCallResponse};
use crate::proto::{alert_message, scorecard_message};
use crate::tap::live::{Closed, Ended, Inlet, OpenCall, OpenError, Switchboard, ToTap};
use decode::{Decoder, Step};

/// How long a stream may take to say what it is.
const START_WITHIN: Duration = Duration::from_secs(10);

/// A stream that brings neither sound nor signals for so long is a dead one: even the longest hold
/// is ended by a signal before.
const IDLE_LIMIT: Duration = Duration::from_mins(30);

/// Responses on their way to a client; what lies beyond waits in the session's queue.
const RESPONSES: usize = 16;

/// A cancelled stream looks like one that ended regularly, but its responses have no reader either.
const CANCEL_SHOWS_WITHIN: Duration = Duration::from_millis(250);

/// How long the reason of a refusal waits for room.
const REASON_WITHIN: Duration = Duration::from_secs(1);

type Responses = mpsc::Sender<Result<StreamCallResponse, Status>>;

/// Takes live calls to a switchboard.
pub struct GrpcTap {
    switchboard: Arc<dyn Switchboard>,
    idle_limit: Duration,
}

impl GrpcTap {
    /// A tap for this switchboard.
    pub fn new(switchboard: Arc<dyn Switchboard>) -> Self {
        Self { switchboard, idle_limit: IDLE_LIMIT }
    }

    /// The same with another limit to a stream's silence.
    #[must_use]
    pub const fn with_idle_limit(mut self, limit: Duration) -> Self {
        self.idle_limit = limit;
        self
    }
}

#[async_trait]
impl TapService for GrpcTap {
    type StreamCallStream = ReceiverStream<Result<StreamCallResponse, Status>>;

    async fn stream_call(
        &self,
        request: Request<Streaming<StreamCallRequest>>,
    ) -> Result<Response<Self::StreamCallStream>, Status> {
        let mut requests = request.into_inner();
        let first = tokio::time::timeout(START_WITHIN, requests.message())
            .await
            .map_err(|_| Status::deadline_exceeded("no `start` came within 10 s"))??
            .ok_or_else(|| Status::invalid_argument("the stream ended before its `start`"))?;
        let (new, mut decoder) = decode::start(first)?;
        let OpenCall { call, resumed, inlet, told } =
            self.switchboard.open(new).await.map_err(|error| status(&error))?;
        if resumed {
            decoder.go_on();
        }
        let (responses, stream) = mpsc::channel(RESPONSES);
        let accepted = CallAccepted { call: call.to_string(), resumed };
        // The channel is new and has room for it.
        let _ = responses.try_send(Ok(StreamCallResponse { event: Some(Event::Accepted(accepted)) }));
        let listening = tokio::spawn(listen(requests, decoder, inlet, responses.clone(), self.idle_limit));
        tokio::spawn(async move {
            answer(call, told, responses).await;
            // Nothing more is said, so nothing more is heard: the stream ends although its client may go on.
            listening.abort();
        });
        Ok(Response::new(ReceiverStream::new(stream)))
    }
}

/// Takes a stream's sound and signals to its call. The inlet is dropped where the stream breaks off.
async fn listen(
    mut requests: Streaming<StreamCallRequest>,
    mut decoder: Decoder,
    mut inlet: Inlet,
    responses: Responses,
    idle_limit: Duration,
) {
    let status = loop {
        let message = match tokio::time::timeout(idle_limit, requests.message()).await {
            Ok(Ok(Some(message))) => message,
            Ok(Ok(None)) => {
                if tokio::time::timeout(CANCEL_SHOWS_WITHIN, responses.closed()).await.is_err() {
                    // A call that is over already needs no end.
                    let _ = inlet.end();
                }
                return;
            }
            Ok(Err(status)) => break status,
            Err(_) => {
                break Status::deadline_exceeded(format!(
                    "neither sound nor signal came for {} s",
                    idle_limit.as_secs()
                ));
            }
        };
        match decoder.decode(message) {
            Ok(step) => {
                if bring(&mut inlet, step).await.is_err() {
                    return;
                }
            }
            Err(status) => break status,
        }
    };
    tracing::warn!(code = ?status.code(), "a call's stream broke off");
    // First the reason, then the break, whose own word would else be the last. A client that is gone
    // or does not read wants no reason.
    let _ = tokio::time::timeout(REASON_WITHIN, responses.send(Err(status))).await;
    drop(inlet);
}

async fn bring(inlet: &mut Inlet, step: Step) -> Result<(), Closed> {
    match step {
        Step::Audio { skipped, frame } => {
            if skipped > 0 {
                inlet.skipped(skipped)?;
            }
            if frame.agent.is_empty() { Ok(()) } else { inlet.audio(frame).await }
        }
        Step::Signal(signal) => inlet.signal(signal).await,
    }
}

/// Tells the tap what its call says, until the call or the stream is over.
async fn answer(call: uuid::Uuid, mut told: mpsc::Receiver<ToTap>, responses: Responses) {
    loop {
        let response = match told.recv().await {
            Some(ToTap::Alert(c)) => {
                Ok(Event::Alert(alert_message(c.seq, c.call, &c.agent, &c.alert, c.raised_at, c.answered)))
            }
            Some(ToTap::Scorecard(scorecard)) => Ok(Event::Scorecard(scorecard_message(call, &scorecard))),
            Some(ToTap::Ended(ended)) => Err(why(ended)),
            None => Err(Status::resource_exhausted(
                "this stream's responses were not read; the alerts are in the journal: read them with AlertService",
            )),
        };
        let last = !matches!(response, Ok(Event::Alert(_)));
        let response = response.map(|event| StreamCallResponse { event: Some(event) });
        if responses.send(response).await.is_err() || last {
            return;
        }
    }
}

fn why(ended: Ended) -> Status {
    match ended {
        Ended::Replaced => Status::aborted("another stream goes on with this call"),
        Ended::Stopping => {
            Status::unavailable("the service is stopping; stream the call again with the same external_id within 60 s")
        }
        Ended::Failed => Status::internal("the work on this call failed; its alerts so far are in the journal"),
    }
}

fn status(error: &OpenError) -> Status {
    let message = error.to_string();
    match error {
        OpenError::AlreadyStreamed { .. } => Status::already_exists(message),
        OpenError::OtherSound { .. } => {
            Status::invalid_argument(format!("start.sample_rate_hz, start.channels: {message}"))
        }
        OpenError::UnknownProcedure { .. } => Status::invalid_argument(format!("start.procedure: {message}")),
        OpenError::TooMany { .. } => Status::resource_exhausted(message),
        OpenError::Stopping | OpenError::Journal(_) => Status::unavailable(message),
        OpenError::Failed(_) => Status::internal(message),
    }
}
