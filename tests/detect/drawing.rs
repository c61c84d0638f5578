//! Reads a call drawn in text.
//!
//! Times are seconds from the answer; one line is one thing that happens, or one that must come of it:
//!
//! ```text
//! lomza                              the procedure (bialystok unless named)
//! outbound                           the office called
//! unanswered                         nobody answered; times count from the call's first moment
//! withheld                           the caller's number is not known
//! 0.5-6.5 agent: Dzień dobry         words, with a voice under them; also caller:, background:
//! 0.5-6.5 agent?: Dzień dobry        the same, made out badly
//! 7.0-9.0 keys                       the agent types; also muted, beside caller (a voice at the caller's side)
//! 9.0-20.0 no sound                  nothing arrives, only time goes on
//! 9.0-20.0 lost                      sound is lost on its way
//! 12.0 hold                          a signal; also resume, ringing, dialling, speakerphone [off],
//!                                    transfer [TO], queued 35.5 [special needs],
//!                                    hangup [by agent, caller, transfer, somebody] (the caller unless named)
//! 12.0 unsure transfer               a signal that its source is not sure of
//! unsignalled                        the tap brings no signals of the exchange
//! with overtalk                      a check that the procedure leaves out is switched on
//! with courtesy: wordings = ["ej"]   a key of a check's table is set
//! withheld                           the caller's number is not shown
//! started 2026-03-02T08:14:00+01:00  the wall time of the answer
//! 30.0 end                           nothing more comes
//! ! 14.0 breach wait_notice/1 reason an alert, within a tenth of a second, and what was not heard
//! ! 7.4-8.5 nudge introduction/1     an alert in a stretch of time
//! = wait_notice breached             a verdict, and a word of its detail if one follows
//! ```
//!
//! Of the checks whose verdicts are drawn, exactly the alerts drawn must come.

use jiff::Timestamp;

use czujka::event::{CallTime, Channel, HangupBy, ReferenceSegment, Signal, SignalAt, Word};

/// What happens on the line besides speech.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Noise {
    Keys,
    Muted,
    BesideCaller,
    NoSound,
    Lost,
}

/// An alert that must come.
#[derive(Debug)]
pub struct ExpectedAlert {
    pub from_ms: i64,
    pub to_ms: i64,
    /// `breach wait_notice/1 reason patience`.
    pub what: String,
}

/// A verdict that must come.
#[derive(Debug)]
pub struct ExpectedVerdict {
    pub check: String,
    pub verdict: String,
    /// A value of the finding's detail.
    pub detail: Option<String>,
}

/// A call as it was drawn.
#[derive(Debug)]
pub struct Drawing {
    pub procedure: String,
    pub outbound: bool,
    pub one_channel: bool,
    pub unanswered: bool,
    pub withheld: bool,
    pub unsignalled: bool,
    /// Checks switched on beyond the procedure's own.
    pub with: Vec<String>,
    pub started: Option<Timestamp>,
    pub speech: Vec<ReferenceSegment>,
    pub noises: Vec<(i64, i64, Noise)>,
    pub signals: Vec<SignalAt>,
    pub end_ms: i64,
    pub alerts: Vec<ExpectedAlert>,
    pub verdicts: Vec<ExpectedVerdict>,
}

impl Drawing {
    pub fn read(text: &str) -> Self {
        let mut drawing = Self {
            procedure: "bialystok".to_owned(),
            outbound: false,
            one_channel: false,
            unanswered: false,
            withheld: false,
            unsignalled: false,
            with: Vec::new(),
            started: None,
            speech: Vec::new(),
            noises: Vec::new(),
            signals: Vec::new(),
            end_ms: 0,
            alerts: Vec::new(),
            verdicts: Vec::new(),
        };
        for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
            drawing.line(line);
        }
        drawing.speech.sort_by_key(|segment| segment.from);
        assert!(drawing.end_ms > 0, "the drawing needs `end` or `hangup`");
        assert!(!drawing.verdicts.is_empty(), "the drawing needs a verdict");
        drawing
    }

    fn line(&mut self, line: &str) {
        let (first, rest) = line.split_once(' ').unwrap_or((line, ""));
        let rest = rest.trim();
        match first {
            "lomza" => first.clone_into(&mut self.procedure),
            "outbound" => self.outbound = true,
            "one-channel" => self.one_channel = true,
            "unanswered" => self.unanswered = true,
            "withheld" => self.withheld = true,
            "unsignalled" => self.unsignalled = true,
            "with" => self.with.push(rest.to_owned()),
            "started" => self.started = Some(rest.parse().expect("a time by RFC 3339")),
            "!" => {
                let (time, what) = rest.split_once(' ').expect("`! time what`");
                let (from_ms, to_ms) = span(time).unwrap_or_else(|| (ms(time) - 100, ms(time) + 100));
                self.alerts.push(ExpectedAlert { from_ms, to_ms, what: what.to_owned() });
            }
            "=" => {
                let mut words = rest.split_whitespace().map(str::to_owned);
                let (check, verdict) = (words.next().expect("a check"), words.next().expect("a verdict"));
                self.verdicts.push(ExpectedVerdict { check, verdict, detail: words.next() });
            }
            time => match span(time) {
                Some((from_ms, to_ms)) => self.stretch(from_ms, to_ms, rest),
                None => self.moment(ms(time), rest),
            },
        }
    }

    fn stretch(&mut self, from_ms: i64, to_ms: i64, what: &str) {
        let noise = match what {
            "keys" => Noise::Keys,
            "muted" => Noise::Muted,
            "beside caller" => Noise::BesideCaller,
            "no sound" => Noise::NoSound,
            "lost" => Noise::Lost,
            speech => {
                let (who, said) = speech.split_once(':').unwrap_or_else(|| panic!("not understood: {speech}"));
                let confidence = if who == "agent?" { 0.4 } else { 1.0 };
                let channel = match who {
                    "agent" | "agent?" => Channel::Agent,
                    "caller" => Channel::Caller,
                    "background" => Channel::Background,
                    other => panic!("nobody is called {other}"),
                };
                let (from, to) = (CallTime(from_ms), CallTime(to_ms));
                self.speech.push(ReferenceSegment {
                    channel,
                    from,
                    to,
                    words: words(said, from_ms, to_ms, confidence),
                });
                return;
            }
        };
        self.noises.push((from_ms, to_ms, noise));
    }

    fn moment(&mut self, at_ms: i64, what: &str) {
        let (confidence, what) = what.strip_prefix("unsure ").map_or((1.0, what), |what| (0.3, what));
        let signal = match what {
            "end" => {
                self.end_ms = at_ms;
                return;
            }
            "hold" => Signal::Hold,
            "resume" => Signal::Resume,
            "ringing" => Signal::Ringing,
            "dialling" => Signal::Dialling,
            "speakerphone" => Signal::Speakerphone { on: true },
            "speakerphone off" => Signal::Speakerphone { on: false },
            "transfer" => Signal::Transfer { to: None },
            what => match what.split_once(' ').unwrap_or((what, "")) {
                ("hangup", by) => {
                    self.end_ms = at_ms;
                    Signal::Hangup { by: hung_up_by(by) }
                }
                ("transfer", to) => Signal::Transfer { to: Some(to.to_owned().into()) },
                ("queued", wait) => queued(wait),
                _ => panic!("not understood: {what}"),
            },
        };
        self.signals.push(SignalAt { confidence, ..SignalAt::new(CallTime(at_ms), signal) });
    }
}

fn hung_up_by(by: &str) -> Option<HangupBy> {
    match by {
        "" | "by caller" => Some(HangupBy::Caller),
        "by agent" => Some(HangupBy::Agent),
        "by transfer" => Some(HangupBy::Transfer),
        "by somebody" => None,
        other => panic!("nobody is called {other}"),
    }
}

/// `35.5 special needs`: seconds waited so far, and what the caller said of themselves.
fn queued(wait: &str) -> Signal {
    let (seconds, needs) = wait.split_once(' ').unwrap_or((wait, ""));
    Signal::Queued { wait_ms: ms(seconds), special_needs: needs == "special needs" }
}

/// `1.5-4.0` in milliseconds.
fn span(text: &str) -> Option<(i64, i64)> {
    // A minus in front belongs to the number: before the answer times are negative.
    let (sign, rest) = text.split_at(usize::from(text.starts_with('-')));
    rest.split_once('-').map(|(from, to)| (ms(&format!("{sign}{from}")), ms(to)))
}

fn ms(seconds: &str) -> i64 {
    let seconds: f64 = seconds.parse().unwrap_or_else(|_| panic!("not a time: {seconds}"));
    (seconds * 1000.0).round() as i64
}

/// Words spread evenly over their stretch.
fn words(said: &str, from_ms: i64, to_ms: i64, confidence: f32) -> Vec<Word> {
    let said: Vec<&str> = said.split_whitespace().collect();
    let at = |index: usize| CallTime(from_ms + (to_ms - from_ms) * index as i64 / said.len() as i64);
    said.iter()
        .enumerate()
        .map(|(index, text)| Word { text: (*text).to_owned(), from: at(index), to: at(index + 1), confidence })
        .collect()
}
