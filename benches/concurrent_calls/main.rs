//! How soon after the deciding words or moment an alert is at a subscriber, with eight live calls.
//!
//! `cargo bench --bench concurrent_calls`
//!
//! Starts the whole service on a free port of this machine with a journal of its own and the shipped
//! model, streams calls of the directory in `CZUJKA_CALLS` (`../shared/calls` by default) to it in real
//! time, eight at once, the first 90 s of each, and takes the alerts as one subscriber over gRPC. For
//! each alert the deciding moment is worked out from the call's truth (`moments.rs` says how) and the
//! wall time from there to the arrival is measured. `CZUJKA_ROUNDS` (1 by default) says how often
//! eight further calls follow. Then the real program is started and its health asked for. The clock on
//! the wall is what is measured, so the machine should be idle; its load is printed.

mod exchange;
mod moments;
mod start;

use std::collections::HashMap;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result};
use czujka::app::Service;
use czujka::config::Config;
use czujka::proto::v1::alert_service_client::AlertServiceClient;
use czujka::proto::v1::subscribe_alerts_response::Event;
use czujka::proto::v1::{Alert, SubscribeAlertsRequest};
use czujka::session::Pace;
use exchange::Exchange;
use moments::{Moment, Truth};

/// Calls at once.
const AT_ONCE: usize = 8;

/// They do not begin in step.
const APART: Duration = Duration::from_millis(710);

/// What was measured of one alert.
struct Measured {
    moment: Moment,
    late_ms: f64,
    what: String,
}

/// An alert and when it was at the subscriber.
type Arrival = (Instant, Alert);

fn main() -> Result<()> {
    let recordings = recordings();
    if recordings.is_empty() {
        println!("no calls: set CZUJKA_CALLS to a directory of recorded calls");
        return Ok(());
    }
    println!("load of the machine before: {}", load());
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        let mut measured = Vec::new();
        let rounds = std::env::var("CZUJKA_ROUNDS").ok().and_then(|n| n.parse().ok()).unwrap_or(1);
        for calls in recordings.chunks(AT_ONCE).take(rounds) {
            measured.extend(round(calls).await?);
        }
        print(&mut measured);
        start::print().await
    })?;
    println!("load of the machine after: {}", load());
    Ok(())
}

fn recordings() -> Vec<PathBuf> {
    let calls = std::env::var_os("CZUJKA_CALLS").map_or_else(|| PathBuf::from("../shared/calls"), PathBuf::from);
    let listing = std::fs::read_dir(calls).into_iter().flatten();
    let mut found: Vec<PathBuf> = listing
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|extension| extension == "flac"))
        .collect();
    found.sort();
    found
}

/// Streams calls side by side and measures their alerts.
async fn round(recordings: &[PathBuf]) -> Result<Vec<Measured>> {
    let folder = tempfile::tempdir()?;
    let config = Config {
        listen: ([127, 0, 0, 1], 0).into(),
        store: Some(folder.path().join("czujka.db")),
        ..Config::default()
    };
    let service = Service::start(&config, Pace::REAL).await?;
    let address = format!("http://{}", service.address());
    let subscriber = subscribe(address.clone()).await?;
    let mut exchanges = Vec::new();
    for recording in recordings {
        let exchange = Exchange::open(recording)?;
        exchanges.push(tokio::spawn(exchange.stream(address.clone())));
        tokio::time::sleep(APART).await;
    }
    let mut calls = HashMap::new();
    for (recording, exchange) in recordings.iter().zip(exchanges) {
        let streamed = exchange.await??;
        calls.insert(streamed.call.clone(), (Truth::read(recording, &streamed)?, streamed));
    }
    // The last alerts are committed before the scorecards that ended the streams.
    tokio::time::sleep(Duration::from_secs(1)).await;
    subscriber.abort();
    let arrivals = subscriber_result(subscriber).await;
    service.stop().await;
    let measured = arrivals.iter().filter_map(|(arrived, alert)| {
        let (truth, streamed) = calls.get(&alert.call)?;
        let moment = truth.deciding(alert)?;
        let decided = streamed.answered + Duration::from_millis(u64::try_from(moment.at_ms).ok()?);
        let late_ms = match arrived.checked_duration_since(decided) {
            Some(late) => late.as_secs_f64() * 1000.0,
            None => -(decided.duration_since(*arrived).as_secs_f64() * 1000.0),
        };
        let what = format!("{} {} {}", streamed.name, alert.episode, kind(alert));
        Some(Measured { moment, late_ms, what })
    });
    Ok(measured.collect())
}

fn kind(alert: &Alert) -> String {
    alert.kind().as_str_name().trim_start_matches("ALERT_KIND_").to_lowercase()
}

struct Subscriber {
    task: tokio::task::JoinHandle<()>,
    arrivals: std::sync::mpsc::Receiver<Arrival>,
}

impl Subscriber {
    fn abort(&self) {
        self.task.abort();
    }
}

async fn subscriber_result(subscriber: Subscriber) -> Vec<Arrival> {
    // It was told to end, which counts as an error.
    let _ = subscriber.task.await;
    subscriber.arrivals.try_iter().collect()
}

async fn subscribe(address: String) -> Result<Subscriber> {
    let mut client = AlertServiceClient::connect(address).await?;
    let request = SubscribeAlertsRequest { filter: None, from: None };
    let mut responses = client.subscribe_alerts(request).await?.into_inner();
    let first = responses.message().await?;
    first.context("the subscription ended at once")?;
    let (sender, arrivals) = std::sync::mpsc::channel();
    let task = tokio::spawn(async move {
        while let Ok(Some(response)) = responses.message().await {
            if let Some(Event::Alert(alert)) = response.event {
                // Nobody takes it only where the bench is over.
                let _ = sender.send((Instant::now(), alert));
            }
        }
    });
    Ok(Subscriber { task, arrivals })
}

fn print(measured: &mut [Measured]) {
    measured.sort_by(|a, b| a.late_ms.total_cmp(&b.late_ms));
    println!("alert                                                        decided by        late ms");
    for one in &*measured {
        println!("{:<60} {:<16} {:>8.0}", one.what, one.moment.by, one.late_ms);
    }
    println!("\nmilliseconds from the deciding moment to the subscriber    alerts   p50   p95   max");
    for (words, name, target) in [(false, "checks that need no words", 250), (true, "checks that need words", 700)] {
        row(&format!("{name} (target {target})"), measured.iter().filter(|one| one.moment.words == words));
    }
    let mut ways: Vec<&str> = measured.iter().map(|one| one.moment.by).collect();
    ways.sort_unstable();
    ways.dedup();
    for by in ways {
        row(&format!("  of these by {by}"), measured.iter().filter(|one| one.moment.by == by));
    }
}

fn row<'a>(name: &str, measured: impl Iterator<Item = &'a Measured>) {
    let sorted: Vec<f64> = measured.map(|one| one.late_ms).collect();
    let Some(last) = sorted.len().checked_sub(1) else {
        return println!("{name:<58} {:>6}", 0);
    };
    let at = |percent: usize| sorted[(last * percent).div_ceil(100)];
    println!("{name:<58} {:>6} {:>5.0} {:>5.0} {:>5.0}", sorted.len(), at(50), at(95), at(100));
}

/// The machine's load averages, as Linux counts them.
fn load() -> String {
    let load = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    load.split(' ').take(3).collect::<Vec<_>>().join(" ")
}
