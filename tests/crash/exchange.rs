//! An exchange that streams one call after another, and takes a broken stream up again.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use czujka::proto::v1::exchange_signal::{Answered, Hangup, Hold, Kind, Resume, hangup::By};
use czujka::proto::v1::stream_call_request::Event as Ask;
use czujka::proto::v1::stream_call_response::Event as Tell;
use czujka::proto::v1::tap_service_client::TapServiceClient;
use czujka::proto::v1::{AudioChunk, AudioEncoding, ExchangeSignal, StartCall, StreamCallRequest, StreamCallResponse};
use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;
use tonic::{Code, Status, Streaming};

use crate::Seen;

/// Holds in a call; each gives a breach.
const HOLDS: usize = 3;

/// Calls that each exchange brings to their end, that there are alerts enough to prove something.
const FEWEST_CALLS: usize = 3;

/// An exchange and what it was told.
pub struct Exchange {
    number: usize,
    address: String,
    /// Alerts told on its own streams.
    pub told: Vec<Seen>,
    /// Calls that came to their scorecards.
    pub ended: usize,
}

impl Exchange {
    pub fn new(number: usize, address: String) -> Self {
        Self { number, address, told: Vec::new(), ended: 0 }
    }

    /// Streams calls until the last one is wanted and has ended.
    pub async fn run(mut self, last: Arc<AtomicBool>) -> Self {
        let mut call = 0;
        loop {
            let is_last = last.load(Ordering::Relaxed);
            match self.stream(format!("exchange-{}-call-{call}", self.number)).await {
                Ok(()) => {
                    self.ended += 1;
                    call += 1;
                    // A busy machine brings few calls to their end between two kills.
                    if is_last && self.ended >= FEWEST_CALLS {
                        return self;
                    }
                }
                // A service that was killed has not yet seen the other stream's end.
                Err(status) if matches!(status.code(), Code::InvalidArgument | Code::Internal) => {
                    panic!("refused: {status:?}")
                }
                Err(_) => tokio::time::sleep(Duration::from_millis(10)).await,
            }
        }
    }

    /// Streams a call from wherever it is to its end.
    async fn stream(&mut self, external_id: String) -> Result<(), Status> {
        let mut client = TapServiceClient::connect(format!("http://{}", self.address))
            .await
            .map_err(|error| Status::unavailable(error.to_string()))?;
        let (requests, receiver) = mpsc::channel(8);
        let start = StartCall {
            external_id,
            encoding: AudioEncoding::Alaw.into(),
            sample_rate_hz: 8000,
            exchange_signals: true,
            ..StartCall::default()
        };
        put(&requests, Ask::Start(start)).await;
        let responses = client.stream_call(ReceiverStream::new(receiver)).await?.into_inner();
        let talking = tokio::spawn(talk(requests));
        let outcome = self.listen(responses).await;
        talking.abort();
        outcome
    }

    async fn listen(&mut self, mut responses: Streaming<StreamCallResponse>) -> Result<(), Status> {
        while let Some(response) = responses.message().await? {
            match response.event {
                Some(Tell::Alert(alert)) => {
                    self.told.push((alert.seq, alert.call, alert.episode, alert.kind));
                }
                Some(Tell::Scorecard(_)) => return Ok(()),
                Some(Tell::Accepted(_)) | None => {}
            }
        }
        Err(Status::unavailable("the stream ended before the scorecard"))
    }
}

/// A silent agent and holds without notice, faster than real time but slow enough to be killed in.
async fn talk(requests: mpsc::Sender<StreamCallRequest>) {
    signal(&requests, Kind::Answered(Answered {})).await;
    silence(&requests, 24_000).await;
    for _ in 0..HOLDS {
        signal(&requests, Kind::Hold(Hold {})).await;
        silence(&requests, 3_000).await;
        signal(&requests, Kind::Resume(Resume {})).await;
        silence(&requests, 11_000).await;
    }
    signal(&requests, Kind::Hangup(Hangup { by: By::Caller.into() })).await;
    // The stream stays open until the scorecard has come.
    requests.closed().await;
}

async fn silence(requests: &mpsc::Sender<StreamCallRequest>, ms: usize) {
    for _ in 0..ms / 500 {
        put(requests, Ask::Audio(AudioChunk { payload: vec![0xd5; 8_000], first_sample: None })).await;
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
}

async fn signal(requests: &mpsc::Sender<StreamCallRequest>, kind: Kind) {
    put(requests, Ask::Signal(ExchangeSignal { kind: Some(kind), ..ExchangeSignal::default() })).await;
}

async fn put(requests: &mpsc::Sender<StreamCallRequest>, event: Ask) {
    // Nobody takes it where the service is dead, which the responses tell.
    let _ = requests.send(StreamCallRequest { event: Some(event) }).await;
}
