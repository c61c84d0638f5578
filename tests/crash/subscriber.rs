//! A subscriber that resumes after the last number it saw.

use std::time::Duration;

use czujka::proto::v1::SubscribeAlertsRequest;
use czujka::proto::v1::alert_service_client::AlertServiceClient;
use czujka::proto::v1::subscribe_alerts_request::From as SubscribeFrom;
use czujka::proto::v1::subscribe_alerts_response::Event;
use tokio::sync::watch;
use tonic::Status;

use crate::Seen;

/// Longer than a subscriber needs on a busy machine.
const PATIENCE: Duration = Duration::from_mins(1);

/// What a subscriber has seen so far.
pub struct Subscriber {
    seen: watch::Receiver<Vec<Seen>>,
}

impl Subscriber {
    /// Subscribes from the journal's beginning, and again whenever the stream ends.
    pub fn begin(address: String) -> Self {
        let (told, seen) = watch::channel(Vec::new());
        tokio::spawn(async move {
            let mut after = 0;
            while !told.is_closed() {
                // The service is killed while it streams: any status may come.
                let _ = listen(&address, &mut after, |alert| told.send_modify(|seen| seen.push(alert)), false).await;
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
        });
        Self { seen }
    }

    /// All it saw, once it has seen the alert of this number.
    pub async fn until(mut self, seq: i64) -> Vec<Seen> {
        let caught_up = self.seen.wait_for(|seen| seen.last().is_some_and(|last| last.0 >= seq));
        tokio::time::timeout(PATIENCE, caught_up).await.expect("it catches up").expect("it goes on").clone()
    }
}

/// The whole journal, read by a subscriber of its own.
pub async fn journal(address: &str) -> Vec<Seen> {
    let mut all = Vec::new();
    listen(address, &mut 0, |alert| all.push(alert), true).await.expect("the journal can be read");
    all
}

/// Reads on; with `to_the_end`, until nothing more is committed for a while (the first bookmark is the
/// place to begin at, a later one says that nothing came).
async fn listen(address: &str, after: &mut i64, mut take: impl FnMut(Seen), to_the_end: bool) -> Result<(), Status> {
    let mut client = AlertServiceClient::connect(format!("http://{address}"))
        .await
        .map_err(|error| Status::unavailable(error.to_string()))?;
    let request = SubscribeAlertsRequest { filter: None, from: Some(SubscribeFrom::AfterSeq(*after)) };
    let mut responses = client.subscribe_alerts(request).await?.into_inner();
    let mut bookmarks = 0;
    while let Some(response) = responses.message().await? {
        match response.event {
            Some(Event::Alert(alert)) => {
                *after = alert.seq;
                take((alert.seq, alert.call, alert.episode, alert.kind));
            }
            Some(Event::Bookmark(bookmark)) => {
                *after = bookmark.seq;
                bookmarks += 1;
                if to_the_end && bookmarks == 2 {
                    return Ok(());
                }
            }
            Some(Event::CallDeleted(_)) | None => {}
        }
    }
    Err(Status::unavailable("the stream ended"))
}
