//! `AlertService`.

use futures::stream::BoxStream;
use tonic::{Request, Response, Status};

use super::status::{invalid, of_store};
use super::subscribe::Subscription;
use super::{Delivery, message};
use crate::clock;
use crate::private::Private;
use crate::proto::v1::alert_service_server::AlertService;
use crate::proto::v1::subscribe_alerts_request::From;
use crate::proto::{timestamp_from, v1};
use crate::store::Acknowledgement;

const LONGEST_NAME: usize = 200;
const LONGEST_NOTE: usize = 2000;

/// The service.
pub(super) struct Alerts {
    delivery: Delivery,
}

impl Alerts {
    pub(super) const fn new(delivery: Delivery) -> Self {
        Self { delivery }
    }

    /// The place after which a subscription begins.
    async fn beginning(&self, from: Option<From>) -> Result<u64, Status> {
        let last = *self.delivery.store.last_seq().borrow();
        match from {
            None => Ok(last),
            Some(From::AfterSeq(seq)) => {
                let seq = u64::try_from(seq).map_err(|_| invalid("after_seq", "must not be negative"))?;
                if seq > last {
                    return Err(Status::out_of_range(format!(
                        "after_seq: the journal ends at {last}; it was replaced since {seq} was told. \
                         Subscribe from 0, or without after_seq"
                    )));
                }
                Ok(seq)
            }
            Some(From::FromTime(time)) => {
                let time = timestamp_from(&time).ok_or_else(|| invalid("from_time", "is no valid time"))?;
                let place = self.delivery.store.place_before(time).await;
                place.map_err(of_store)
            }
        }
    }
}

#[tonic::async_trait]
impl AlertService for Alerts {
    type SubscribeAlertsStream = BoxStream<'static, Result<v1::SubscribeAlertsResponse, Status>>;

    async fn subscribe_alerts(
        &self,
        request: Request<v1::SubscribeAlertsRequest>,
    ) -> Result<Response<Self::SubscribeAlertsStream>, Status> {
        let request = request.into_inner();
        let filter = message::alert_filter(request.filter)?;
        let after = self.beginning(request.from).await?;
        let subscription = Subscription::new(self.delivery.clone(), filter, after);
        Ok(Response::new(subscription.into_stream()))
    }

    async fn list_alerts(
        &self,
        request: Request<v1::ListAlertsRequest>,
    ) -> Result<Response<v1::ListAlertsResponse>, Status> {
        let request = request.into_inner();
        let filter = message::alert_filter(request.filter)?;
        let page = message::page(request.page_size, request.page_token)?;
        let found = self.delivery.store.list_alerts(&filter, &page).await;
        let found = found.map_err(of_store)?;
        Ok(Response::new(v1::ListAlertsResponse {
            alerts: found.items.iter().map(message::alert).collect(),
            next_page_token: found.next.unwrap_or_default(),
        }))
    }

    async fn get_alert(&self, request: Request<v1::GetAlertRequest>) -> Result<Response<v1::Alert>, Status> {
        let seq = message::alert_name(&request.into_inner().name)?;
        let stored = self.delivery.store.get_alert(seq).await;
        Ok(Response::new(message::alert(&stored.map_err(of_store)?)))
    }

    async fn acknowledge_alert(
        &self,
        request: Request<v1::AcknowledgeAlertRequest>,
    ) -> Result<Response<v1::Alert>, Status> {
        let request = request.into_inner();
        let seq = message::alert_name(&request.name)?;
        let acknowledgement = Acknowledgement {
            by: message::text("by", request.by, LONGEST_NAME, true)?,
            note: Private::new(message::text("note", request.note, LONGEST_NOTE, false)?),
            at: clock::now(),
        };
        let stored = self.delivery.store.acknowledge(seq, &acknowledgement).await;
        Ok(Response::new(message::alert(&stored.map_err(of_store)?)))
    }
}
