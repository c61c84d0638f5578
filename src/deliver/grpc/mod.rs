//! `AlertService`, `CallService`, `CommitmentService` and `SummaryService` over any store, with health and reflection.

mod alerts;
mod calls;
mod commitments;
mod message;
mod status;
mod subscribe;
mod summaries;
mod transcript;

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;
use tonic::service::Routes;
use tonic::transport::Server;
use tonic_health::server::HealthReporter;

use crate::live::LiveCalls;
use crate::proto::DESCRIPTORS;
use crate::proto::v1::alert_service_server::AlertServiceServer;
use crate::proto::v1::call_service_server::CallServiceServer;
use crate::proto::v1::commitment_service_server::CommitmentServiceServer;
use crate::proto::v1::summary_service_server::SummaryServiceServer;
use crate::store::Store;
use alerts::Alerts;
use calls::Calls;
use commitments::Commitments;
use summaries::Summaries;

/// The largest request here is a filter with its lists full.
const LARGEST_REQUEST_BYTES: usize = 256 * 1024;
/// A subscriber whose machine vanished is noticed within these two.
const KEEPALIVE: Duration = Duration::from_secs(20);
const KEEPALIVE_TIMEOUT: Duration = Duration::from_secs(10);

/// What the services work on.
#[derive(Clone)]
pub struct Delivery {
    /// The journal.
    pub store: Arc<dyn Store>,
    /// The calls of this moment.
    pub live: LiveCalls,
    /// The longest silence of a subscription; 5 s by the contract, shorter in tests.
    pub bookmark_every: Duration,
    /// Turns `true` when the service stops: every stream then ends with `UNAVAILABLE`.
    pub stopping: watch::Receiver<bool>,
}

impl Delivery {
    /// With the contract's numbers.
    pub fn new(store: Arc<dyn Store>, live: LiveCalls, stopping: watch::Receiver<bool>) -> Self {
        Self { store, live, bookmark_every: Duration::from_secs(5), stopping }
    }
}

/// The services, and where their health is told. Add others with [`Routes::add_service`], and tell
/// their health by [`HealthReporter::set_serving`].
///
/// # Panics
/// Never: the descriptors are this program's own and are read by every test.
pub async fn router(delivery: Delivery) -> (Routes, HealthReporter) {
    let (reporter, health) = tonic_health::server::health_reporter();
    let alerts =
        AlertServiceServer::new(Alerts::new(delivery.clone())).max_decoding_message_size(LARGEST_REQUEST_BYTES);
    let commitments = CommitmentServiceServer::new(Commitments::new(delivery.clone()))
        .max_decoding_message_size(LARGEST_REQUEST_BYTES);
    let summaries =
        SummaryServiceServer::new(Summaries::new(delivery.clone())).max_decoding_message_size(LARGEST_REQUEST_BYTES);
    let calls = CallServiceServer::new(Calls::new(delivery)).max_decoding_message_size(LARGEST_REQUEST_BYTES);
    reporter.set_serving::<AlertServiceServer<Alerts>>().await;
    reporter.set_serving::<CallServiceServer<Calls>>().await;
    reporter.set_serving::<CommitmentServiceServer<Commitments>>().await;
    reporter.set_serving::<SummaryServiceServer<Summaries>>().await;
    let reflection = || {
        tonic_reflection::server::Builder::configure()
            .register_encoded_file_descriptor_set(DESCRIPTORS)
            .register_encoded_file_descriptor_set(tonic_health::pb::FILE_DESCRIPTOR_SET)
    };
    let routes = Routes::new(alerts)
        .add_service(calls)
        .add_service(commitments)
        .add_service(summaries)
        .add_service(health)
        .add_service(reflection().build_v1().expect("our own descriptors are whole"))
        // Most clients still ask for the older version.
        .add_service(reflection().build_v1alpha().expect("our own descriptors are whole"));
    (routes, reporter)
}

/// A server that notices when a client has vanished.
pub fn server() -> Server {
    Server::builder().http2_keepalive_interval(Some(KEEPALIVE)).http2_keepalive_timeout(Some(KEEPALIVE_TIMEOUT))
}
