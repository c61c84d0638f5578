//! `CommitmentService`.

use tonic::{Request, Response, Status};

use super::status::of_store;
use super::{Delivery, message};
use crate::proto::v1;
use crate::proto::v1::commitment_service_server::CommitmentService;

/// The service.
pub(super) struct Commitments {
    delivery: Delivery,
}

impl Commitments {
    pub(super) const fn new(delivery: Delivery) -> Self {
        Self { delivery }
    }
}

#[tonic::async_trait]
impl CommitmentService for Commitments {
    async fn list_commitments(
        &self,
        request: Request<v1::ListCommitmentsRequest>,
    ) -> Result<Response<v1::ListCommitmentsResponse>, Status> {
        let request = request.into_inner();
        let filter = message::commitment_filter(request.filter)?;
        let page = message::page(request.page_size, request.page_token)?;
        let found = self.delivery.store.list_commitments(&filter, &page).await;
        let found = found.map_err(of_store)?;
        Ok(Response::new(v1::ListCommitmentsResponse {
            commitments: found.items.iter().map(message::commitment).collect(),
            next_page_token: found.next.unwrap_or_default(),
        }))
    }

    async fn get_commitment(
        &self,
        request: Request<v1::GetCommitmentRequest>,
    ) -> Result<Response<v1::Commitment>, Status> {
        let (call, check) = message::commitment_name(&request.into_inner().name)?;
        let stored = self.delivery.store.get_commitment(call, check).await;
        Ok(Response::new(message::commitment(&stored.map_err(of_store)?)))
    }
}
