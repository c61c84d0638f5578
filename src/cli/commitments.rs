//! `czujka commitments`: who is still to be called back, over gRPC, as any other client gets it.

use std::fmt::Write as _;

use anstyle::{AnsiColor, Style};
use anyhow::bail;
use clap::{Args, ValueEnum};
use serde::Serialize;
use tokio::runtime::Builder;
use tonic::Status;

use super::Outcome;
use super::lines::Format;
use super::service::Service;
use super::watch::printable;
use crate::commitment::LocalTime;
use crate::proto::timestamp_from;
use crate::proto::v1::commitment_service_client::CommitmentServiceClient;
use crate::proto::v1::{self, CommitmentFilter, ListCommitmentsRequest};

/// Commitments asked for at a time.
const PAGE: i32 = 200;

const EXAMPLES: &str = "Examples:
  czujka commitments                              the most urgent first
  czujka commitments --extension 214              of one extension
  czujka commitments --state breached --agent a7  what agent a7 did not keep
  czujka commitments --format json | jq .due      for programs";

/// How a commitment stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum State {
    /// Nobody has called back yet, and there is time.
    Open,
    /// A later call kept it.
    Kept,
    /// The time passed.
    Breached,
    /// The number was withheld, so nobody can tell.
    Undetermined,
}

/// Lists who is to be called back: missed calls to be returned and callbacks that were promised.
///
/// A missed call is due by the end of the next working day; any call from the office to that number that is
/// answered or rings for 15 s returns it, and so does the caller's own next call if somebody answers it. A
/// promise is due when the clerk said. Both are seen kept by themselves, within seconds: nothing has to be
/// ticked off here. Reminders and breaches come as alerts, to `czujka watch` among others.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Commitments {
    /// Only those of this agent's calls; may be given several times.
    #[arg(long, value_name = "ID")]
    agent: Vec<String>,
    /// Only those of this extension; may be given several times.
    #[arg(long, value_name = "NUMBER")]
    extension: Vec<String>,
    /// How they stand; may be given several times.
    #[arg(long, value_enum, default_value = "open")]
    state: Vec<State>,
    /// How to write them.
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
    #[command(flatten)]
    service: Service,
}

#[derive(Serialize)]
struct Line<'a> {
    r#type: &'static str,
    call: &'a str,
    check: &'a str,
    state: String,
    due: Option<LocalTime>,
    open_ended: bool,
    said: &'a str,
    procedure: &'a str,
    agent: &'a str,
    extension: &'a str,
    remote: Option<&'a str>,
    reached: Option<bool>,
}

impl Commitments {
    /// Lists them.
    ///
    /// # Errors
    /// The service cannot be reached, or refuses.
    pub fn run(self) -> anyhow::Result<Outcome> {
        let listed = Builder::new_current_thread().enable_all().build()?.block_on(self.list());
        let mut commitments = match listed {
            Ok(commitments) => commitments,
            Err(status) => bail!(self.service.refusal(&status)),
        };
        commitments.sort_by_key(|one| one.due_time.as_ref().and_then(timestamp_from));
        for one in &commitments {
            match self.format {
                Format::Text => anstream::println!("{}", text(one)),
                Format::Json => println!("{}", serde_json::to_string(&json(one))?),
            }
        }
        if commitments.is_empty() && self.format == Format::Text {
            anstream::println!("none");
        }
        Ok(Outcome::Done)
    }

    async fn list(&self) -> Result<Vec<v1::Commitment>, Status> {
        let mut client = CommitmentServiceClient::new(self.service.connect().await?);
        let states = self.state.iter().map(|state| match state {
            State::Open => v1::commitment::State::Open,
            State::Kept => v1::commitment::State::Kept,
            State::Breached => v1::commitment::State::Breached,
            State::Undetermined => v1::commitment::State::Undetermined,
        });
        let filter = CommitmentFilter {
            agents: self.agent.clone(),
            extensions: self.extension.clone(),
            checks: Vec::new(),
            states: states.map(Into::into).collect(),
        };
        let (mut all, mut page_token) = (Vec::new(), String::new());
        loop {
            let request = ListCommitmentsRequest { filter: Some(filter.clone()), page_size: PAGE, page_token };
            let page = client.list_commitments(request).await?.into_inner();
            all.extend(page.commitments);
            page_token = page.next_page_token;
            if page_token.is_empty() {
                return Ok(all);
            }
        }
    }
}

fn due(commitment: &v1::Commitment) -> Option<LocalTime> {
    commitment.due_time.as_ref().and_then(timestamp_from).map(LocalTime::of)
}

fn state_name(commitment: &v1::Commitment) -> String {
    commitment.state().as_str_name().trim_start_matches("STATE_").to_lowercase()
}

fn json(commitment: &v1::Commitment) -> Line<'_> {
    Line {
        r#type: "commitment",
        call: &commitment.call,
        check: &commitment.check,
        state: state_name(commitment),
        due: due(commitment),
        open_ended: commitment.open_ended,
        said: &commitment.said,
        procedure: &commitment.procedure,
        agent: &commitment.agent,
        extension: &commitment.extension,
        remote: Some(commitment.remote_number.as_str()).filter(|number| !number.is_empty()),
        reached: commitment.reached,
    }
}

/// A commitment on one line; the colours are taken out where the output is no terminal.
fn text(commitment: &v1::Commitment) -> String {
    let from_or_by = if commitment.open_ended { "after" } else { "by" };
    let due = due(commitment).map_or_else(String::new, |due| due.0.strftime("%a %Y-%m-%d %H:%M").to_string());
    let color = match commitment.state() {
        v1::commitment::State::Kept => AnsiColor::Green,
        v1::commitment::State::Breached => AnsiColor::Red,
        _ => AnsiColor::Yellow,
    };
    let style = Style::new().fg_color(Some(color.into()));
    let number = if commitment.remote_number.is_empty() { "number withheld" } else { &commitment.remote_number };
    let what = if commitment.check == "missed_call" { "missed call" } else { "promised" };
    let mut line = String::new();
    // Writing to a string cannot fail.
    let state = state_name(commitment);
    let _ = write!(line, "{from_or_by:<5} {due}  {style}{state:<12}{style:#} {what:<11} {:<15}", printable(number));
    if !commitment.extension.is_empty() {
        let _ = write!(line, "  extension {}", printable(&commitment.extension));
    }
    if !commitment.agent.is_empty() {
        let _ = write!(line, "  agent {}", printable(&commitment.agent));
    }
    if !commitment.said.is_empty() {
        let _ = write!(line, "  said: \"{}\"", printable(&commitment.said));
    }
    if commitment.reached == Some(false) {
        line.push_str("  it rang and nobody answered");
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    fn commitment() -> v1::Commitment {
        v1::Commitment {
            call: "c1".to_owned(),
            check: "callback_kept".to_owned(),
            agent: "a7".to_owned(),
            extension: "214".to_owned(),
            remote_number: "+48855550123".to_owned(),
            due_time: Some(prost_types::Timestamp { seconds: 1_783_684_800, nanos: 0 }),
            open_ended: true,
            said: "po \u{1b}[2Jczternastej".to_owned(),
            state: v1::commitment::State::Open.into(),
            ..v1::Commitment::default()
        }
    }

    #[test]
    fn a_commitment_is_one_line_with_all_that_matters() {
        let line = anstream::adapter::strip_str(&text(&commitment())).to_string();
        assert_eq!(
            line,
            "after Fri 2026-07-10 14:00  open         promised    +48855550123     extension 214  agent a7  said: \"po  [2Jczternastej\""
        );
    }

    #[test]
    fn a_withheld_number_is_null_for_programs() {
        let withheld = v1::Commitment { remote_number: String::new(), ..commitment() };
        let line = serde_json::to_value(json(&withheld)).expect("it is written");
        assert_eq!(line["due"], "2026-07-10T14:00:00+02:00");
        assert_eq!(line["remote"], serde_json::Value::Null);
        assert_eq!(line["state"], "open");
    }
}
