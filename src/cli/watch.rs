//! `czujka watch`: alerts in the terminal, over gRPC, as any other subscriber gets them.

use std::fmt::Write as _;
use std::time::Duration;

use anstyle::{AnsiColor, Style};
use anyhow::bail;
use clap::Args;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use prost_types::value::Kind;
use tokio::runtime::Builder;
use tonic::{Code, Status};

use super::Outcome;
use super::service::Service;
use crate::commitment::LocalTime;
use crate::proto::timestamp_from;
use crate::proto::v1::alert_service_client::AlertServiceClient;
use crate::proto::v1::subscribe_alerts_request::From as SubscribeFrom;
use crate::proto::v1::subscribe_alerts_response::Event;
use crate::proto::v1::{self, AlertFilter, SubscribeAlertsRequest};

/// The first pause before a lost connection is tried again, and the longest.
const PAUSES: (Duration, Duration) = (Duration::from_millis(250), Duration::from_secs(5));

/// Shows alerts as they are raised, one line each.
///
/// Goes on after a lost connection without missing or repeating one. Ends at Ctrl-C and then says
/// after which number to go on.
#[derive(Debug, Args)]
pub struct Watch {
    /// Only the alerts of this agent's calls.
    #[arg(long, value_name = "ID")]
    agent: Option<String>,
    /// Begins after this number of the journal; 0 is its beginning. By default, with what comes now.
    #[arg(long, value_name = "SEQ")]
    after: Option<u64>,
    #[command(flatten)]
    service: Service,
}

impl Watch {
    /// Runs until Ctrl-C.
    ///
    /// # Errors
    /// The service refuses the subscription, or cannot be reached at all.
    pub fn run(self) -> anyhow::Result<Outcome> {
        Builder::new_current_thread().enable_all().build()?.block_on(self.watch())?;
        Ok(Outcome::Done)
    }

    async fn watch(self) -> anyhow::Result<()> {
        let mut seen = self.after;
        tokio::select! {
            failed = self.go_on(&mut seen) => failed?,
            _ = tokio::signal::ctrl_c() => {}
        }
        if let Some(seen) = seen {
            anstream::eprintln!("go on with: czujka watch --after {seen}");
        }
        Ok(())
    }

    async fn go_on(&self, seen: &mut Option<u64>) -> anyhow::Result<()> {
        let (mut pause, mut connected) = (PAUSES.0, false);
        loop {
            let Err(status) = self.stream(seen, &mut connected, &mut pause).await;
            let refused = matches!(status.code(), Code::InvalidArgument | Code::OutOfRange | Code::Unimplemented);
            if refused || !connected {
                bail!(self.service.refusal(&status));
            }
            anstream::eprintln!("the connection is lost; trying again");
            tokio::time::sleep(pause).await;
            pause = (pause * 2).min(PAUSES.1);
        }
    }

    async fn stream(
        &self,
        seen: &mut Option<u64>,
        connected: &mut bool,
        pause: &mut Duration,
    ) -> Result<std::convert::Infallible, Status> {
        let mut client = AlertServiceClient::new(self.service.connect().await?);
        let request = SubscribeAlertsRequest {
            filter: Some(AlertFilter { agents: self.agent.iter().cloned().collect(), ..AlertFilter::default() }),
            from: seen.map(|seen| SubscribeFrom::AfterSeq(seen as i64)),
        };
        let mut responses = client.subscribe_alerts(request).await?.into_inner();
        loop {
            let response = responses.message().await?.ok_or_else(|| Status::unavailable("the stream ended"))?;
            (*connected, *pause) = (true, PAUSES.0);
            let seq = match response.event {
                Some(Event::Alert(alert)) => {
                    anstream::println!("{}", line(&alert));
                    alert.seq
                }
                Some(Event::Bookmark(bookmark)) => bookmark.seq,
                Some(Event::CallDeleted(deleted)) => deleted.seq,
                None => continue,
            };
            *seen = Some(seq.unsigned_abs());
        }
    }
}

/// An alert on one line; the colours are taken out where the output is no terminal.
pub fn line(alert: &v1::Alert) -> String {
    let (style, mark) = look(alert);
    let mut line = String::new();
    let time = alert.raised_at.as_ref().and_then(timestamp_from).map_or_else(
        || "--:--:--".to_owned(),
        |time| time.to_zoned(TimeZone::system()).strftime("%H:%M:%S").to_string(),
    );
    let kind = alert.kind().as_str_name().trim_start_matches("ALERT_KIND_").to_lowercase();
    // Writing to a string cannot fail.
    let _ = write!(line, "{time} {style}{mark} {kind:<8}{style:#} {:<24}", printable(&alert.episode));
    let _ = write!(line, " {}", when(alert));
    if !alert.agent.is_empty() {
        let _ = write!(line, "  agent {}", printable(&alert.agent));
    }
    if !alert.missing.is_empty() {
        let _ = write!(line, "  not heard: {}", printable(&alert.missing.join(", ")));
    }
    if !alert.heard.is_empty() {
        let _ = write!(line, "  heard: \"{}\"", printable(&alert.heard));
    }
    if !alert.point.is_empty() {
        let _ = write!(line, "  ({})", printable(&alert.point));
    }
    let _ = write!(line, "  #{}", alert.seq);
    line
}

/// Where it lies in its call; of one that came after it, by when somebody was to be called back.
fn when(alert: &v1::Alert) -> String {
    if let Some(extension) = detail(alert, "extension").filter(|_| detail(alert, "advice").is_some()) {
        return format!("calls of extension {} are missed often: forward them", printable(extension));
    }
    match detail(alert, "due").and_then(|due| due.parse::<Timestamp>().ok()) {
        Some(due) => format!("due {}", LocalTime::of(due).0.strftime("%a %Y-%m-%d %H:%M")),
        None => format!("at {}", clock(alert.at_ms)),
    }
}

fn detail<'a>(alert: &'a v1::Alert, key: &str) -> Option<&'a str> {
    match alert.detail.as_ref()?.fields.get(key)?.kind.as_ref()? {
        Kind::StringValue(text) => Some(text),
        _ => None,
    }
}

fn look(alert: &v1::Alert) -> (Style, char) {
    let color = |color: AnsiColor| Style::new().fg_color(Some(color.into()));
    match (alert.kind(), alert.severity()) {
        (v1::AlertKind::Breach, v1::Severity::Critical) => (color(AnsiColor::Red).bold(), '!'),
        (v1::AlertKind::Breach, _) => (color(AnsiColor::Red), '!'),
        (v1::AlertKind::Resolved, _) => (color(AnsiColor::Green), '+'),
        (_, v1::Severity::Critical) => (color(AnsiColor::Yellow).bold(), '>'),
        _ => (color(AnsiColor::Yellow), '>'),
    }
}

/// Minutes and seconds of call time.
pub(super) fn clock(at_ms: i64) -> String {
    let sign = if at_ms < 0 { "-" } else { "" };
    let tenths = at_ms.unsigned_abs() / 100;
    format!("{sign}{}:{:02}.{}", tenths / 600, tenths / 10 % 60, tenths % 10)
}

/// Text from elsewhere without what a terminal would obey.
pub(super) fn printable(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn alert() -> v1::Alert {
        v1::Alert {
            seq: 7,
            episode: "wait_notice/2".to_owned(),
            kind: v1::AlertKind::Breach.into(),
            severity: v1::Severity::Warning.into(),
            at_ms: 75_320,
            agent: "a1".to_owned(),
            missing: vec!["reason".to_owned(), "patience".to_owned()],
            heard: "chwileczkę \u{1b}[2J".to_owned(),
            point: "III.16".to_owned(),
            ..v1::Alert::default()
        }
    }

    #[test]
    fn an_alert_is_one_line_with_all_that_matters() {
        let line = anstream::adapter::strip_str(&super::line(&alert())).to_string();
        assert_eq!(
            line,
            "--:--:-- ! breach   wait_notice/2            at 1:15.3  agent a1  not heard: reason, patience  heard: \"chwileczkę  [2J\"  (III.16)  #7"
        );
    }

    #[test]
    fn an_alert_about_a_later_time_names_it() {
        let text = |text: &str| prost_types::Value { kind: Some(Kind::StringValue(text.to_owned())) };
        let mut alert = v1::Alert { at_ms: 106_200_000, ..alert() };
        let mut told = |fields: &[(&str, &str)]| {
            let fields = fields.iter().map(|(key, value)| ((*key).to_owned(), text(value))).collect();
            alert.detail = Some(prost_types::Struct { fields });
            when(&alert)
        };
        assert_eq!(told(&[("due", "2026-07-13T15:30:00+02:00")]), "due Mon 2026-07-13 15:30");
        assert_eq!(
            told(&[("advice", "forward_calls"), ("extension", "214")]),
            "calls of extension 214 are missed often: forward them"
        );
        assert_eq!(told(&[("due", "soon")]), "at 1770:00.0");
    }

    #[test]
    fn call_time_before_the_answer_is_negative() {
        assert_eq!(clock(-5_000), "-0:05.0");
    }
}
