//! `CallService`.

use futures::stream::BoxStream;
use tonic::{Request, Response, Status};

use super::status::of_store;
use super::{Delivery, message, transcript};
use crate::clock;
use crate::proto::v1;
use crate::proto::v1::call_service_server::CallService;

/// The service.
pub(super) struct Calls {
    delivery: Delivery,
}

impl Calls {
    pub(super) const fn new(delivery: Delivery) -> Self {
        Self { delivery }
    }
}

#[tonic::async_trait]
impl CallService for Calls {
    type StreamTranscriptStream = BoxStream<'static, Result<v1::StreamTranscriptResponse, Status>>;

    async fn list_calls(
        &self,
        request: Request<v1::ListCallsRequest>,
    ) -> Result<Response<v1::ListCallsResponse>, Status> {
        let request = request.into_inner();
        let filter = message::call_filter(request.filter)?;
        let page = message::page(request.page_size, request.page_token)?;
        let found = self.delivery.store.list_calls(&filter, &page).await;
        let found = found.map_err(of_store)?;
        Ok(Response::new(v1::ListCallsResponse {
            calls: found.items.iter().map(message::call).collect(),
            next_page_token: found.next.unwrap_or_default(),
        }))
    }

    async fn get_call(&self, request: Request<v1::GetCallRequest>) -> Result<Response<v1::Call>, Status> {
        let id = message::call_name(&request.into_inner().name)?;
        let stored = self.delivery.store.get_call(id).await;
        Ok(Response::new(message::call(&stored.map_err(of_store)?)))
    }

    async fn delete_call(&self, request: Request<v1::DeleteCallRequest>) -> Result<Response<()>, Status> {
        let id = message::call_name(&request.into_inner().name)?;
        let deleted = self.delivery.store.delete_call(id, clock::now()).await;
        deleted.map_err(of_store)?;
        Ok(Response::new(()))
    }

    async fn stream_transcript(
        &self,
        request: Request<v1::StreamTranscriptRequest>,
    ) -> Result<Response<Self::StreamTranscriptStream>, Status> {
        let id = message::call_name(&request.into_inner().name)?;
        if let Some(said) = self.delivery.live.listen(id) {
            let stopping = self.delivery.stopping.clone();
            return Ok(Response::new(transcript::stream(id, said, stopping)));
        }
        self.delivery.store.get_call(id).await.map_err(of_store)?;
        Err(Status::failed_precondition("the call is not being listened to now, and what was said in it is not kept"))
    }
}
