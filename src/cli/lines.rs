//! What `analyze` writes: the contract's JSON lines, or text for a reader.

use std::io::{self, Write};

use anstyle::{AnsiColor, Style};
use jiff::Timestamp;
use serde::Serialize;

use crate::alert::{Alert, AlertKind, Scorecard, Severity, Verdict};
use crate::clock;
use crate::commitment::Commitment;
use crate::event::{CallTime, Channel, Gap};
use crate::replay::{Line, Stats};

/// How lines are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Format {
    /// For a reader.
    Text,
    /// One JSON object a line.
    Json,
}

#[derive(Serialize)]
struct Tagged<'a, T: Serialize> {
    r#type: &'static str,
    call: &'a str,
    #[serde(flatten)]
    body: T,
}

#[derive(Serialize)]
struct SegmentBody {
    channel: Channel,
    from_ms: CallTime,
    to_ms: CallTime,
    text: String,
    confidence: f32,
}

#[derive(Serialize)]
struct AlertBody<'a> {
    seq: u64,
    raised_at: Option<String>,
    #[serde(flatten)]
    alert: &'a Alert,
}

#[derive(Serialize)]
struct StatsBody<'a> {
    audio_ms: i64,
    speech_ms: i64,
    wall_ms: i64,
    cpu_ms: i64,
    transcribe_cpu_ms: i64,
    vad_cpu_ms: i64,
    peak_rss_bytes: i64,
    utterances: u32,
    model: &'a str,
}

#[derive(Serialize)]
struct ErrorBody<'a> {
    message: &'a str,
    hint: &'a str,
}

/// Writes the lines of one call.
pub(super) struct Lines<W> {
    to: W,
    format: Format,
    call: String,
    started: Option<Timestamp>,
    seq: u64,
}

impl<W: Write> Lines<W> {
    pub(super) const fn new(to: W, format: Format, call: String, started: Option<Timestamp>) -> Self {
        Self { to, format, call, started, seq: 0 }
    }

    pub(super) fn line(&mut self, line: &Line) -> io::Result<()> {
        match (line, self.format) {
            (Line::Segment(utterance), Format::Json) => {
                let body = SegmentBody {
                    channel: utterance.channel,
                    from_ms: utterance.from,
                    to_ms: utterance.to,
                    text: if utterance.channel == Channel::Background { String::new() } else { utterance.text() },
                    confidence: rounded(utterance.confidence),
                };
                self.json("segment", body)
            }
            (Line::Segment(utterance), Format::Text) if utterance.channel == Channel::Background => {
                writeln!(self.to, "{} …", stamp(utterance.from, "background"))
            }
            (Line::Segment(utterance), Format::Text) => {
                writeln!(self.to, "{} {}", stamp(utterance.from, utterance.channel.as_str()), utterance.text())
            }
            (Line::Alert(alert), Format::Json) => {
                self.seq += 1;
                let raised_at = self.started.map(|started| clock::wall_time(started, alert.at).to_string());
                let alert = Alert { confidence: rounded(alert.confidence), ..alert.clone() };
                self.json("alert", AlertBody { seq: self.seq, raised_at, alert: &alert })
            }
            (Line::Alert(alert), Format::Text) => writeln!(self.to, "{}", alert_text(alert)),
            (Line::Gap(gap), Format::Json) => self.json("gap", gap),
            (Line::Gap(gap), Format::Text) => writeln!(self.to, "{}", gap_text(gap)),
            (Line::Scorecard(card), Format::Json) => self.json("scorecard", ScorecardBody { checks: card }),
            (Line::Scorecard(card), Format::Text) => self.scorecard_text(card),
        }
    }

    pub(super) fn stats(&mut self, stats: &Stats, model: &str, peak_rss_bytes: i64) -> io::Result<()> {
        let body = StatsBody {
            audio_ms: stats.audio_ms,
            speech_ms: stats.speech_ms,
            wall_ms: stats.wall_ms,
            cpu_ms: stats.cpu_ms,
            transcribe_cpu_ms: stats.transcribe_cpu_ms,
            vad_cpu_ms: stats.listen_cpu_ms,
            peak_rss_bytes,
            utterances: stats.utterances,
            model,
        };
        match self.format {
            Format::Json => self.json("stats", body),
            Format::Text => writeln!(
                self.to,
                "{} s of sound, {} s of speech; {} ms of processor time ({} for transcription), {} ms in all; {} MiB at most; {}",
                body.audio_ms / 1000,
                body.speech_ms / 1000,
                body.cpu_ms,
                body.transcribe_cpu_ms,
                body.wall_ms,
                body.peak_rss_bytes >> 20,
                body.model
            ),
        }
    }

    pub(super) fn error(&mut self, message: &str, hint: &str) -> io::Result<()> {
        match self.format {
            Format::Json => self.json("error", ErrorBody { message, hint }),
            Format::Text => writeln!(self.to, "{}: {message}; {hint}", self.call),
        }
    }

    /// A line between the calls of a text.
    pub(super) fn heading(&mut self) -> io::Result<()> {
        match self.format {
            Format::Json => Ok(()),
            Format::Text => writeln!(self.to, "{}", paint(Style::new().bold(), &self.call)),
        }
    }

    fn json(&mut self, r#type: &'static str, body: impl Serialize) -> io::Result<()> {
        let tagged = Tagged { r#type, call: &self.call, body };
        serde_json::to_writer(&mut self.to, &tagged)?;
        self.to.write_all(b"\n")
    }

    fn scorecard_text(&mut self, card: &Scorecard) -> io::Result<()> {
        for (check, finding) in card.checks.iter().filter(|(_, finding)| finding.verdict != Verdict::NotMonitored) {
            let missing = missing_text(&finding.missing);
            let due = finding.commitment.as_ref().map_or_else(String::new, due_text);
            let verdict = paint(verdict_style(finding.verdict), finding.verdict.as_str());
            writeln!(self.to, "  {check}: {verdict} ({}{missing}{due})", finding.because)?;
        }
        Ok(())
    }
}

#[derive(Serialize)]
struct ScorecardBody<'a> {
    checks: &'a Scorecard,
}

/// An alert on one line.
pub(super) fn alert_text(alert: &Alert) -> String {
    let style = match (alert.kind, alert.severity) {
        (AlertKind::Resolved, _) => AnsiColor::Green.on_default(),
        (AlertKind::Breach, _) | (_, Severity::Critical) => AnsiColor::Red.on_default().bold(),
        (AlertKind::Nudge, _) => AnsiColor::Yellow.on_default().bold(),
    };
    let what = paint(style, &format!("{} {}", alert.check, alert.kind));
    let heard = alert.heard.expose();
    let heard = if heard.is_empty() { String::new() } else { format!(" heard: „{heard}”") };
    let missing = missing_text(&alert.missing);
    format!("{} {what}{missing}{heard}", stamp(alert.at, "!"))
}

fn missing_text(missing: &[crate::alert::Element]) -> String {
    if missing.is_empty() {
        return String::new();
    }
    let names: Vec<&str> = missing.iter().map(|element| element.as_str()).collect();
    format!(", not heard: {}", names.join(", "))
}

fn due_text(commitment: &Commitment) -> String {
    let from_or_by = if commitment.open_ended { "after" } else { "by" };
    format!(", {from_or_by} {}", commitment.due.0.strftime("%a %Y-%m-%d %H:%M"))
}

fn gap_text(gap: &Gap) -> String {
    format!("{} not observed until {}: {}", stamp(gap.from, gap.channel.as_str()), clock_text(gap.to), gap.because)
}

fn stamp(at: CallTime, who: &str) -> String {
    format!("{:>9}  {who:<10}", clock_text(at))
}

fn clock_text(at: CallTime) -> String {
    let ms = at.0.unsigned_abs();
    let sign = if at.0 < 0 { "-" } else { "" };
    format!("{sign}{}:{:02}.{}", ms / 60_000, ms / 1000 % 60, ms / 100 % 10)
}

const fn verdict_style(verdict: Verdict) -> Style {
    match verdict {
        Verdict::Kept => AnsiColor::Green.on_default(),
        Verdict::Breached => AnsiColor::Red.on_default(),
        Verdict::Undetermined | Verdict::Pending => AnsiColor::Yellow.on_default(),
        Verdict::NotApplicable | Verdict::NotMonitored => Style::new(),
    }
}

fn paint(style: Style, text: &str) -> String {
    format!("{style}{text}{style:#}")
}

/// Three digits: more would be noise, and differ between processors.
fn rounded(confidence: f32) -> f32 {
    (confidence * 1000.0).round() / 1000.0
}
