//! What the demo shows, in 100 columns; colours are taken out where the output is no terminal.

use std::collections::BTreeMap;

use anstyle::{AnsiColor, Style};
use prost_types::value::Kind;

use super::DemoCall;
use crate::cli::watch::{clock, printable};
use crate::proto::v1::stream_transcript_response::Event as Said;
use crate::proto::v1::{Alert, AlertKind, Channel, Finding, Scorecard, Severity, Verdict};

/// The widest line.
const COLUMNS: usize = 100;
/// Where the words of a line begin.
const INDENT: usize = 29;
/// The width of a call's name.
const NAME: usize = 9;

const COLOURS: [AnsiColor; 3] = [AnsiColor::Cyan, AnsiColor::Magenta, AnsiColor::Blue];
const BOLD: Style = Style::new().bold();
const DIM: Style = Style::new().dimmed();

/// The terminal, and what was shown of each call.
pub(super) struct Screen {
    calls: Vec<Shown>,
}

struct Shown {
    name: &'static str,
    about: &'static str,
    style: Style,
    id: String,
    scorecard: Option<Scorecard>,
}

impl Screen {
    pub(super) fn new(calls: &[DemoCall]) -> Self {
        let shown = |(call, colour): (&DemoCall, &AnsiColor)| Shown {
            name: call.name,
            about: call.about,
            style: colour.on_default(),
            id: String::new(),
            scorecard: None,
        };
        Self { calls: calls.iter().zip(COLOURS.iter().cycle()).map(shown).collect() }
    }

    pub(super) fn introduce(&self, address: &str) {
        anstream::println!(
            "{BOLD}Czujka is listening on {address}.{BOLD:#} Three recorded calls come in live, as from an exchange:"
        );
        for call in &self.calls {
            anstream::println!("  {} {}", self.tag(call.name), call.about);
        }
        anstream::println!("Times count from each call's answer. The voices are synthetic. Ctrl-C ends it.\n");
    }

    pub(super) fn begun(&mut self, name: &str, id: String) {
        if let Some(call) = self.calls.iter_mut().find(|call| call.name == name) {
            call.id = id;
        }
    }

    pub(super) fn said(&self, said: &Said) {
        let (call, from_ms, who, words) = match said {
            Said::Segment(segment) => {
                let who = match segment.channel() {
                    Channel::Caller => "caller",
                    Channel::Background => "other",
                    Channel::Agent | Channel::Unspecified => "agent",
                };
                let words = match segment.channel() {
                    Channel::Background => "(somebody else's voice; their words are not passed on)",
                    _ => &printable(&segment.text),
                };
                (&segment.call, segment.from_ms, who, words.to_owned())
            }
            Said::Gap(gap) => (
                &gap.call,
                gap.from_ms.unwrap_or_default(),
                "gap",
                format!("(not observed: {})", printable(&gap.because)),
            ),
        };
        let style = if who == "agent" || who == "caller" { Style::new() } else { DIM };
        let heading = format!("{:>8}  {} {who:<8} ", clock(from_ms), self.tag(self.name(call)));
        let mut heading = Some(heading);
        for line in wrapped(&words, COLUMNS - INDENT) {
            let before = heading.take().unwrap_or_else(|| " ".repeat(INDENT));
            anstream::println!("{before}{style}{line}{style:#}");
        }
    }

    pub(super) fn alert(&self, alert: &Alert) {
        let (mark, kind, style) = match alert.kind() {
            AlertKind::Resolved => ("✔", "RESOLVED", AnsiColor::Green.on_default().bold()),
            AlertKind::Breach => ("✖", "BREACH", AnsiColor::Red.on_default().bold()),
            AlertKind::Nudge | AlertKind::Unspecified => ("▲", "NUDGE", AnsiColor::Yellow.on_default().bold()),
        };
        let mut words = spaced(&alert.check);
        if !alert.missing.is_empty() {
            words += ", not heard: ";
            words += &spaced(&alert.missing.join(", "));
        }
        words += &grade(alert.detail.as_ref());
        if alert.severity() == Severity::Critical {
            words += ", critical";
        }
        let point =
            if alert.point.is_empty() { String::new() } else { format!(" (point {})", printable(&alert.point)) };
        let name = self.tag(self.name(&alert.call));
        let at = clock(alert.at_ms);
        anstream::println!("{style}{mark}{style:#}{at:>7}  {name} {style}{kind:<8} {words}{style:#}{point}");
        if !alert.heard.is_empty() {
            let heard = format!("heard: „{}”", printable(&alert.heard));
            let line = wrapped(&heard, COLUMNS - INDENT - 2).swap_remove(0);
            let more = if line.len() < heard.len() { " …" } else { "" };
            anstream::println!("{}{DIM}{line}{more}{DIM:#}", " ".repeat(INDENT));
        }
    }

    pub(super) fn ended(&mut self, name: &str, scorecard: Scorecard) {
        anstream::println!("{:>8}  {} {DIM}the call is over{DIM:#}", "", self.tag(name));
        if let Some(call) = self.calls.iter_mut().find(|call| call.name == name) {
            call.scorecard = Some(scorecard);
        }
    }

    /// The verdicts side by side, and the reasons of those that are not good.
    pub(super) fn scorecards(&self) {
        let heading: Vec<String> =
            self.calls.iter().map(|call| format!("{0}{1:<18}{0:#}", call.style, call.name)).collect();
        anstream::println!("\n{BOLD}{:<INDENT$}{BOLD:#}{}", "Scorecards", heading.join(" "));
        for (check, findings) in self.by_check() {
            if findings.iter().flatten().all(|finding| finding.verdict() == Verdict::NotMonitored) {
                continue;
            }
            let verdicts: Vec<String> =
                findings.iter().map(|finding| finding.map_or_else(String::new, verdict)).collect();
            anstream::println!("  {:<width$}{}", spaced(check), verdicts.join(" "), width = INDENT - 2);
        }
        for call in &self.calls {
            let all = call.scorecard.iter().flat_map(|card| &card.checks).collect::<BTreeMap<_, _>>();
            for (check, finding) in all.into_iter().filter(|(_, finding)| told(finding)) {
                let missing = if finding.missing.is_empty() {
                    String::new()
                } else {
                    format!(" ({})", spaced(&finding.missing.join(", ")))
                };
                let because = printable(&finding.because);
                let why = format!("{}: {because}{missing}{}", spaced(check), grade(finding.detail.as_ref()));
                for (number, line) in wrapped(&why, COLUMNS - NAME - 3).into_iter().enumerate() {
                    let before = if number == 0 { self.tag(call.name) } else { " ".repeat(NAME) };
                    anstream::println!("  {before} {line}");
                }
            }
        }
    }

    pub(super) fn what_next() {
        let program = std::env::args().next().unwrap_or_else(|| "czujka".to_owned());
        anstream::println!("\n{BOLD}Next{BOLD:#}");
        for (arguments, what) in [
            ("analyze CALL.wav", "your own recording: left the agent, right the caller"),
            ("serve", "the service, for an exchange to stream calls into"),
            ("watch", "its alerts, in another terminal"),
        ] {
            anstream::println!("  {:<42} {what}", format!("{program} {arguments}"));
        }
        anstream::println!("  README.md shows how to subscribe from Python, and how to bring a better speech model.");
    }

    fn by_check(&self) -> BTreeMap<&str, Vec<Option<&Finding>>> {
        let mut checks: BTreeMap<&str, Vec<Option<&Finding>>> = BTreeMap::new();
        for (number, call) in self.calls.iter().enumerate() {
            for (check, finding) in call.scorecard.iter().flat_map(|card| &card.checks) {
                checks.entry(check).or_insert_with(|| vec![None; self.calls.len()])[number] = Some(finding);
            }
        }
        checks
    }

    fn name(&self, id: &str) -> &'static str {
        self.calls.iter().find(|call| call.id == id).map_or("?", |call| call.name)
    }

    fn tag(&self, name: &str) -> String {
        let style = self.calls.iter().find(|call| call.name == name).map_or(Style::new(), |call| call.style);
        format!("{style}{name:<NAME$}{style:#}")
    }
}

fn told(finding: &Finding) -> bool {
    matches!(finding.verdict(), Verdict::Breached | Verdict::Undetermined | Verdict::Pending)
}

fn verdict(finding: &Finding) -> String {
    let (mark, style) = match finding.verdict() {
        Verdict::Kept => ("✔", AnsiColor::Green.on_default()),
        Verdict::Breached => ("✖", AnsiColor::Red.on_default()),
        Verdict::Undetermined | Verdict::Pending => ("?", AnsiColor::Yellow.on_default()),
        _ => ("–", DIM),
    };
    let name = finding.verdict().as_str_name().trim_start_matches("VERDICT_").to_lowercase();
    format!("{style}{mark} {:<16}{style:#}", spaced(&name))
}

/// How much could be made out of a bystander, where that is known.
fn grade(detail: Option<&prost_types::Struct>) -> String {
    match detail.and_then(|detail| detail.fields.get("grade")).and_then(|grade| grade.kind.as_ref()) {
        Some(Kind::StringValue(grade)) => format!(", {}", spaced(grade)),
        _ => String::new(),
    }
}

fn spaced(name: &str) -> String {
    printable(name).replace('_', " ")
}

/// Text in lines of at most `width` letters, broken between words; at least one line.
fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        let last = lines.len() - 1;
        if lines[last].is_empty() {
            lines[last].push_str(word);
        } else if lines[last].chars().count() + 1 + word.chars().count() <= width {
            lines[last].push(' ');
            lines[last].push_str(word);
        } else {
            lines.push(word.to_owned());
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_break_between_words_and_lose_none() {
        let text = "Proszę o odrobinę cierpliwości, to chwilę potrwa.";
        let lines = wrapped(text, 20);
        assert!(lines.len() > 2 && lines.iter().all(|line| line.chars().count() <= 20), "{lines:?}");
        assert_eq!(lines.join(" "), text);
        assert_eq!(wrapped("", 20), [""]);
    }
}
