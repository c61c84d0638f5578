//! `SummaryService`.

use jiff::civil::{Date, Time};
use tonic::{Request, Response, Status};

use super::status::of_store;
use super::{Delivery, message};
use crate::alert::Verdict;
use crate::calendar;
use crate::proto::v1;
use crate::proto::v1::summary_service_server::SummaryService;
use crate::store::{Summary, Tally};

/// The service.
pub(super) struct Summaries {
    delivery: Delivery,
}

impl Summaries {
    pub(super) const fn new(delivery: Delivery) -> Self {
        Self { delivery }
    }
}

#[tonic::async_trait]
impl SummaryService for Summaries {
    async fn get_daily_summary(
        &self,
        request: Request<v1::GetDailySummaryRequest>,
    ) -> Result<Response<v1::DailySummary>, Status> {
        let request = request.into_inner();
        message::bounded("procedures", &request.procedures)?;
        let day = message::summary_name(&request.name)?;
        let midnight = |day: Date| calendar::at(day, Time::midnight()).timestamp();
        let times = midnight(day)..midnight(day.tomorrow().unwrap_or(Date::MAX));
        let summary = self.delivery.store.summarise(times).await;
        let mut offices = offices(&summary.map_err(of_store)?);
        if !request.procedures.is_empty() {
            offices.retain(|office| request.procedures.contains(&office.procedure));
        }
        Ok(Response::new(v1::DailySummary { name: request.name, offices }))
    }
}

fn offices(summary: &Summary) -> Vec<v1::OfficeSummary> {
    let office = |(procedure, calls): &(String, u32)| v1::OfficeSummary {
        procedure: procedure.clone(),
        call_count: *calls as i32,
        checks: checks(summary.tallies.iter().filter(|tally| tally.procedure == *procedure)),
    };
    summary.calls.iter().map(office).collect()
}

/// The tallies come in order of their checks.
fn checks<'a>(tallies: impl Iterator<Item = &'a Tally>) -> Vec<v1::CheckSummary> {
    let mut checks: Vec<v1::CheckSummary> = Vec::new();
    for tally in tallies {
        let name = tally.check.to_string();
        if tally.verdict == Verdict::NotMonitored {
            continue;
        }
        if checks.last().is_none_or(|last| last.check != name) {
            checks.push(v1::CheckSummary { check: name, ..v1::CheckSummary::default() });
        }
        let Some(check) = checks.last_mut() else { continue };
        let count = match tally.verdict {
            Verdict::Kept => &mut check.kept_count,
            Verdict::Breached => &mut check.breached_count,
            Verdict::Undetermined => &mut check.undetermined_count,
            Verdict::NotApplicable => &mut check.not_applicable_count,
            Verdict::Pending => &mut check.pending_count,
            Verdict::NotMonitored => continue,
        };
        *count += tally.calls as i32;
    }
    checks
}
