//! `czujka summary`: how a day went, by office and check, over gRPC.

use anyhow::bail;
use clap::Args;
use jiff::civil::Date;
use serde::Serialize;
use tokio::runtime::Builder;
use tonic::Status;

use super::Outcome;
use super::lines::Format;
use super::service::Service;
use super::watch::printable;
use crate::clock;
use crate::commitment::LocalTime;
use crate::proto::v1::summary_service_client::SummaryServiceClient;
use crate::proto::v1::{CheckSummary, DailySummary, GetDailySummaryRequest, OfficeSummary};

const EXAMPLES: &str = "Examples:
  czujka summary                                   today
  czujka summary --date 2026-07-10 --office lomza  one day of one office
  czujka summary --format json                     a line for each office and check";

/// Sums up a day's calls: how often each point of the procedure was kept, breached, or could not be told.
///
/// Counts are of calls, by office; nobody is ranked or named. "Undetermined" is what could not be heard or
/// seen, and says nothing against anybody; "not applicable" is where a point never came up. Pending ones are
/// callbacks that are not due yet: look again tomorrow.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Summary {
    /// The day, as YYYY-MM-DD in Polish time; today unless given.
    #[arg(long, value_name = "DATE")]
    date: Option<Date>,
    /// Only the offices of these procedures, by name (bialystok, lomza); may be given several times.
    #[arg(long, value_name = "PROCEDURE")]
    office: Vec<String>,
    /// How to write it.
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
    #[command(flatten)]
    service: Service,
}

#[derive(Serialize)]
struct Line<'a> {
    r#type: &'static str,
    date: Date,
    procedure: &'a str,
    calls: i32,
    check: &'a str,
    kept: i32,
    breached: i32,
    undetermined: i32,
    not_applicable: i32,
    pending: i32,
}

impl Summary {
    /// Prints it.
    ///
    /// # Errors
    /// The service cannot be reached, or refuses.
    pub fn run(self) -> anyhow::Result<Outcome> {
        let date = self.date.unwrap_or_else(|| LocalTime::of(clock::now()).0.date());
        let summary = match Builder::new_current_thread().enable_all().build()?.block_on(self.get(date)) {
            Ok(summary) => summary,
            Err(status) => bail!(self.service.refusal(&status)),
        };
        match self.format {
            Format::Text => anstream::print!("{}", text(date, &summary)),
            Format::Json => {
                for office in &summary.offices {
                    for check in &office.checks {
                        println!("{}", serde_json::to_string(&json(date, office, check))?);
                    }
                }
            }
        }
        Ok(Outcome::Done)
    }

    async fn get(&self, date: Date) -> Result<DailySummary, Status> {
        let mut client = SummaryServiceClient::new(self.service.connect().await?);
        let request =
            GetDailySummaryRequest { name: format!("dailySummaries/{date}"), procedures: self.office.clone() };
        Ok(client.get_daily_summary(request).await?.into_inner())
    }
}

fn json<'a>(date: Date, office: &'a OfficeSummary, check: &'a CheckSummary) -> Line<'a> {
    Line {
        r#type: "summary",
        date,
        procedure: &office.procedure,
        calls: office.call_count,
        check: &check.check,
        kept: check.kept_count,
        breached: check.breached_count,
        undetermined: check.undetermined_count,
        not_applicable: check.not_applicable_count,
        pending: check.pending_count,
    }
}

/// A table for each office.
fn text(date: Date, summary: &DailySummary) -> String {
    if summary.offices.is_empty() {
        return format!("{date}: no calls\n");
    }
    let mut lines = Vec::new();
    for office in &summary.offices {
        let calls = if office.call_count == 1 { "call" } else { "calls" };
        lines.push(format!("{date}  {}  {} {calls}", printable(&office.procedure), office.call_count));
        lines.push(format!(
            "  {:<20} {:>6} {:>9} {:>13} {:>8} {:>15}",
            "", "kept", "breached", "undetermined", "pending", "not applicable"
        ));
        lines.extend(office.checks.iter().map(|check| {
            format!(
                "  {:<20} {:>6} {:>9} {:>13} {:>8} {:>15}",
                printable(&check.check),
                check.kept_count,
                check.breached_count,
                check.undetermined_count,
                check.pending_count,
                check.not_applicable_count
            )
        }));
    }
    lines.join("\n") + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_a_table_for_each_office() {
        let date = jiff::civil::date(2026, 7, 10);
        let check = CheckSummary {
            check: "introduction".to_owned(),
            kept_count: 12,
            breached_count: 1,
            ..CheckSummary::default()
        };
        let office = OfficeSummary { procedure: "lomza".to_owned(), call_count: 13, checks: vec![check] };
        let summary = DailySummary { name: String::new(), offices: vec![office] };
        assert_eq!(
            text(date, &summary),
            "2026-07-10  lomza  13 calls\n\
             \x20                        kept  breached  undetermined  pending  not applicable\n\
             \x20 introduction             12         1             0        0               0\n"
        );
        assert_eq!(text(date, &DailySummary::default()), "2026-07-10: no calls\n");
    }
}
