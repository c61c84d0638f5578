//! The real service on a port of its own, and an exchange that streams calls into it.

use std::collections::BTreeMap;
use std::time::Duration;

use czujka::app::Service;
use czujka::clock::WallClock;
use czujka::config::{Config, NO_MODEL};
use czujka::proto::v1::alert_service_client::AlertServiceClient;
use czujka::proto::v1::exchange_signal::{Answered, Hangup, Hold, Kind, Resume, hangup::By};
use czujka::proto::v1::stream_call_request::Event as Ask;
use czujka::proto::v1::stream_call_response::Event as Tell;
use czujka::proto::v1::subscribe_alerts_request::From as SubscribeFrom;
use czujka::proto::v1::subscribe_alerts_response::Event as Told;
use czujka::proto::v1::tap_service_client::TapServiceClient;
use czujka::proto::v1::{
    Alert, AudioChunk, AudioEncoding, ExchangeSignal, Scorecard, StartCall, StreamCallRequest, StreamCallResponse,
    SubscribeAlertsRequest,
};
use czujka::session::Pace;
use tempfile::TempDir;
use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;
use tonic::transport::Channel;
use tonic::{Status, Streaming};

/// Longer than anything here takes on a busy machine; a test that waits so long has failed.
pub const PATIENCE: Duration = Duration::from_mins(1);

/// A-law's byte of silence.
const SILENCE: u8 = 0xd5;

/// A service and the folder that its journal lives in.
pub struct Running {
    pub service: Service,
    pub config: Config,
    folder: TempDir,
}

/// Starts a service without a speech model.
pub async fn start(pace: Pace) -> Running {
    start_with(pace, |_| {}).await
}

pub async fn start_with(pace: Pace, change: impl FnOnce(&mut Config)) -> Running {
    start_by(WallClock::of_machine(), pace, change).await
}

/// Starts a service by a clock that the test moves.
pub async fn start_by(clock: WallClock, pace: Pace, change: impl FnOnce(&mut Config)) -> Running {
    let folder = tempfile::tempdir().expect("a folder");
    let mut config = Config {
        listen: "127.0.0.1:0".parse().expect("an address"),
        store: Some(folder.path().join("czujka.db")),
        model: NO_MODEL.to_owned(),
        ..Config::default()
    };
    change(&mut config);
    let service = Service::start_by(&config, pace, clock).await.expect("the service starts");
    Running { service, config, folder }
}

/// What outlives a service.
pub struct Kept {
    config: Config,
    folder: TempDir,
}

impl Kept {
    /// Starts a service over the same journal.
    pub async fn start_by(self, clock: WallClock, pace: Pace) -> Running {
        let service = Service::start_by(&self.config, pace, clock).await.expect("the service starts");
        self.with(service)
    }

    pub fn with(self, service: Service) -> Running {
        Running { service, config: self.config, folder: self.folder }
    }
}

impl Running {
    /// Stops the service and keeps its journal.
    pub async fn stop_and_keep(self) -> Kept {
        self.service.stop().await;
        Kept { config: self.config, folder: self.folder }
    }

    pub async fn channel(&self) -> Channel {
        let uri = format!("http://{}", self.service.address());
        Channel::from_shared(uri).expect("an address").connect().await.expect("the service answers")
    }

    /// Streams a call, which must be accepted.
    pub async fn call(&self, external_id: &str) -> Exchange {
        self.stream(start_call(external_id)).await.expect("the call is taken")
    }

    pub async fn stream(&self, start: StartCall) -> Result<Exchange, Status> {
        let (requests, receiver) = mpsc::channel(64);
        requests.send(StreamCallRequest { event: Some(Ask::Start(start)) }).await.expect("the receiver is here");
        let mut client = TapServiceClient::new(self.channel().await);
        let mut responses = client.stream_call(ReceiverStream::new(receiver)).await?.into_inner();
        match responses.message().await?.and_then(|response| response.event) {
            Some(Tell::Accepted(accepted)) => {
                Ok(Exchange { requests, responses, call: accepted.call, resumed: accepted.resumed })
            }
            other => panic!("the first response is `accepted`, not {other:?}"),
        }
    }

    pub async fn subscribe(&self, after_seq: i64) -> Streaming<czujka::proto::v1::SubscribeAlertsResponse> {
        let request = SubscribeAlertsRequest { filter: None, from: Some(SubscribeFrom::AfterSeq(after_seq)) };
        let mut client = AlertServiceClient::new(self.channel().await);
        client.subscribe_alerts(request).await.expect("a subscription").into_inner()
    }
}

/// The next alert of a subscription.
pub async fn next_alert(subscription: &mut Streaming<czujka::proto::v1::SubscribeAlertsResponse>) -> Alert {
    loop {
        let response = tokio::time::timeout(PATIENCE, subscription.message()).await.expect("an alert in time");
        if let Some(Told::Alert(alert)) = response.expect("no error").expect("the stream goes on").event {
            return alert;
        }
    }
}

/// A call with the exchange's signals, in A-law at 8 kHz, both channels.
pub fn start_call(external_id: &str) -> StartCall {
    StartCall {
        external_id: external_id.to_owned(),
        procedure: "lomza".to_owned(),
        encoding: AudioEncoding::Alaw.into(),
        sample_rate_hz: 8000,
        channels: 2,
        exchange_signals: true,
        ..StartCall::default()
    }
}

/// The exchange's side of a stream.
pub struct Exchange {
    pub requests: mpsc::Sender<StreamCallRequest>,
    pub responses: Streaming<StreamCallResponse>,
    pub call: String,
    pub resumed: bool,
}

impl Exchange {
    pub async fn send(&self, event: Ask) {
        let _ = self.requests.send(StreamCallRequest { event: Some(event) }).await;
    }

    /// Silence on both channels, as fast as it is taken.
    pub async fn silence(&self, ms: usize) {
        for _ in 0..ms / 100 {
            self.send(Ask::Audio(AudioChunk { payload: vec![SILENCE; 1600], first_sample: None })).await;
        }
    }

    pub async fn payload(&self, payload: Vec<u8>, first_sample: Option<i64>) {
        self.send(Ask::Audio(AudioChunk { payload, first_sample })).await;
    }

    /// Ends the requests regularly.
    pub fn close(&mut self) {
        self.requests = mpsc::channel(1).0;
    }

    pub async fn signal(&self, kind: Kind) {
        self.send(Ask::Signal(ExchangeSignal { kind: Some(kind), ..ExchangeSignal::default() })).await;
    }

    pub async fn answered(&self) {
        self.signal(Kind::Answered(Answered {})).await;
    }

    pub async fn hold(&self) {
        self.signal(Kind::Hold(Hold {})).await;
    }

    pub async fn resume(&self) {
        self.signal(Kind::Resume(Resume {})).await;
    }

    pub async fn hangup(&self) {
        self.signal(Kind::Hangup(Hangup { by: By::Caller.into() })).await;
    }

    /// The next response that is not `accepted`.
    pub async fn next(&mut self) -> Result<Option<Tell>, Status> {
        let response = tokio::time::timeout(PATIENCE, self.responses.message()).await.expect("a response in time");
        Ok(response?.and_then(|response| response.event))
    }

    pub async fn alert(&mut self) -> Alert {
        match self.next().await {
            Ok(Some(Tell::Alert(alert))) => alert,
            other => panic!("an alert was expected, not {other:?}"),
        }
    }

    /// All that is still told: the alerts and the scorecard, after which the stream must end.
    pub async fn rest(&mut self) -> (Vec<Alert>, Scorecard) {
        let mut alerts = Vec::new();
        loop {
            match self.next().await {
                Ok(Some(Tell::Alert(alert))) => alerts.push(alert),
                Ok(Some(Tell::Scorecard(scorecard))) => {
                    let end = self.next().await.expect("no error");
                    assert!(end.is_none(), "the scorecard is the last");
                    return (alerts, scorecard);
                }
                other => panic!("alerts and a scorecard were expected, not {other:?}"),
            }
        }
    }

    /// The status that ends the stream.
    pub async fn refusal(&mut self) -> Status {
        loop {
            match self.next().await {
                Ok(Some(_)) => {}
                Ok(None) => panic!("a status was expected"),
                Err(status) => return status,
            }
        }
    }
}

/// `check kind` of alerts, in their order.
pub fn kinds(alerts: &[Alert]) -> Vec<String> {
    alerts.iter().map(kind).collect()
}

/// `missed_call/1 NUDGE`.
pub fn kind(alert: &Alert) -> String {
    format!("{} {}", alert.episode, alert.kind().as_str_name().trim_start_matches("ALERT_KIND_"))
}

/// Verdicts by check.
pub fn verdicts(scorecard: &Scorecard) -> BTreeMap<String, String> {
    scorecard
        .checks
        .iter()
        .map(|(check, finding)| {
            (check.clone(), finding.verdict().as_str_name().trim_start_matches("VERDICT_").to_owned())
        })
        .collect()
}
