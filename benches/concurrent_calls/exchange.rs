//! An exchange that streams one recorded call in real time.

use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::Result;
use czujka::audio::{Encoding, Frame};
use czujka::event::{HangupBy, Signal, SignalAt};
use czujka::facts::CallFacts;
use czujka::proto::agent_message;
use czujka::proto::v1::exchange_signal::{self, Kind, hangup::By};
use czujka::proto::v1::stream_call_request::Event as Ask;
use czujka::proto::v1::stream_call_response::Event as Tell;
use czujka::proto::v1::tap_service_client::TapServiceClient;
use czujka::proto::v1::{AudioChunk, AudioEncoding, ExchangeSignal, StartCall, StreamCallRequest};
use czujka::tap::file::{CallFile, Recording};
use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;

/// Telephone systems send 20 ms at a time.
const PIECE_MS: i64 = 20;

/// So much of each call is streamed.
const LONGEST_MS: i64 = 90_000;

/// A recorded call from its answer on.
pub struct Exchange {
    name: String,
    facts: CallFacts,
    rate_hz: u32,
    agent: Vec<f32>,
    caller: Vec<f32>,
    signals: Vec<SignalAt>,
    ends_ms: i64,
}

/// A call that was streamed.
pub struct Streamed {
    pub name: String,
    /// The service's identifier.
    pub call: String,
    /// When it was answered.
    pub answered: Instant,
    pub ends_ms: i64,
}

impl Exchange {
    pub fn open(recording: &Path) -> Result<Self> {
        let told = CallFile::beside(recording)?.unwrap_or_default();
        let mut sound = Recording::open(&[recording.to_owned()])?;
        let rate_hz = sound.rate_hz();
        let (mut agent, mut caller) = (Vec::new(), Vec::new());
        while let Some(Frame { agent: more, caller: others }) = sound.next_frame()? {
            agent.extend(more);
            caller.extend(others);
        }
        let length_ms = agent.len() as i64 * 1000 / i64::from(rate_hz);
        let ends_ms = length_ms.min(LONGEST_MS);
        // Before the answer there is no sound and nothing to measure; the end is hung up at by us.
        let hangup = |signal: &SignalAt| matches!(signal.signal, Signal::Hangup { .. });
        let wanted = |signal: &SignalAt| (0..ends_ms).contains(&signal.at.0) && !hangup(signal);
        let signals = told.signals.into_iter().filter(wanted).collect();
        let name = recording.file_stem().map_or_else(String::new, |stem| stem.to_string_lossy().into_owned());
        Ok(Self { name, facts: told.facts, rate_hz, agent, caller, signals, ends_ms })
    }

    /// Streams it to its end and takes its scorecard.
    pub async fn stream(self, address: String) -> Result<Streamed> {
        let mut client = TapServiceClient::connect(address).await?;
        let (requests, receiver) = mpsc::channel(4);
        let (name, ends_ms) = (self.name.clone(), self.ends_ms);
        let start = StartCall {
            external_id: name.clone(),
            procedure: self.facts.procedure.clone(),
            agent: Some(agent_message(&self.facts.agent)),
            encoding: AudioEncoding::Alaw.into(),
            sample_rate_hz: self.rate_hz as i32,
            channels: 2,
            exchange_signals: true,
            ..StartCall::default()
        };
        requests.send(StreamCallRequest { event: Some(Ask::Start(start)) }).await?;
        let mut responses = client.stream_call(ReceiverStream::new(receiver)).await?.into_inner();
        let Some(Tell::Accepted(accepted)) = responses.message().await?.and_then(|response| response.event) else {
            anyhow::bail!("{name} was not accepted");
        };
        let talking = tokio::spawn(self.talk(requests));
        while let Some(response) = responses.message().await? {
            if matches!(response.event, Some(Tell::Scorecard(_))) {
                break;
            }
        }
        let answered = talking.await?;
        Ok(Streamed { name, call: accepted.call, answered, ends_ms })
    }

    /// Says everything at its moment, as long as it is taken; gives the moment of the answer.
    async fn talk(self, requests: mpsc::Sender<StreamCallRequest>) -> Instant {
        let answered = Instant::now();
        // A call that is over takes no more, which its scorecard tells.
        let _ = self.say_all(answered, requests).await;
        answered
    }

    async fn say_all(mut self, answered: Instant, requests: mpsc::Sender<StreamCallRequest>) -> Option<()> {
        let piece = (i64::from(self.rate_hz) * PIECE_MS / 1000) as usize;
        for number in 0..self.ends_ms / PIECE_MS {
            let at_ms = number * PIECE_MS;
            while self.signals.first().is_some_and(|signal| signal.at.0 <= at_ms) {
                let signal = self.signals.remove(0);
                put(&requests, message(&signal.signal)).await?;
            }
            // A piece is there when its last sample has been spoken.
            let due = answered + Duration::from_millis((at_ms + PIECE_MS).unsigned_abs());
            tokio::time::sleep_until(due.into()).await;
            let from = number as usize * piece;
            let both = self.agent[from..from + piece].iter().zip(&self.caller[from..from + piece]);
            let samples: Vec<f32> = both.flat_map(|(agent, caller)| [*agent, *caller]).collect();
            let mut payload = Vec::with_capacity(samples.len());
            Encoding::ALaw.encode(&samples, &mut payload);
            put(&requests, Ask::Audio(AudioChunk { payload, first_sample: None })).await?;
        }
        put(&requests, message(&Signal::Hangup { by: Some(HangupBy::Caller) })).await
    }
}

async fn put(requests: &mpsc::Sender<StreamCallRequest>, event: Ask) -> Option<()> {
    requests.send(StreamCallRequest { event: Some(event) }).await.ok()
}

/// A signal that takes effect when it arrives; those that no built check looks at are sent as one more ring.
fn message(signal: &Signal) -> Ask {
    let kind = match signal {
        Signal::Answered => Kind::Answered(exchange_signal::Answered {}),
        Signal::Hold => Kind::Hold(exchange_signal::Hold {}),
        Signal::Resume => Kind::Resume(exchange_signal::Resume {}),
        Signal::Hangup { .. } => Kind::Hangup(exchange_signal::Hangup { by: By::Caller.into() }),
        _ => Kind::Ringing(exchange_signal::Ringing {}),
    };
    Ask::Signal(ExchangeSignal { kind: Some(kind), ..ExchangeSignal::default() })
}
