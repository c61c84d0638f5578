//! What the exchange knew of a recorded call: `NAME.signals.jsonl`.

use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::text;
use crate::event::{CallTime, Direction, HangupBy, Signal, SignalAt, SignalSource};
use crate::facts::{Agent, CallFacts};
use crate::private::Private;
use crate::tap::TapError;

/// A signal further from the answer than a week is a mistake.
const FURTHEST_MS: f64 = 7.0 * 24.0 * 3_600_000.0;

/// A call's facts and signals.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CallFile {
    /// The call's facts; what the file leaves out has its default, also `call` and `procedure`.
    pub facts: CallFacts,
    /// What the exchange said, in order of time.
    pub signals: Vec<SignalAt>,
    /// Where the recording's first sample lies, in milliseconds from the answer.
    pub audio_from_ms: i64,
    /// What was left out or put in order, each with its line, in words for a reader.
    pub notices: Vec<String>,
}

impl CallFile {
    /// The file that belongs to a recording: `NAME.signals.jsonl` beside `NAME.flac`.
    pub fn path_beside(recording: &Path) -> PathBuf {
        recording.with_extension("signals.jsonl")
    }

    /// Reads the file beside a recording; `None` where there is none.
    pub fn beside(recording: &Path) -> Result<Option<Self>, TapError> {
        let path = Self::path_beside(recording);
        if path.exists() { Self::read(&path).map(Some) } else { Ok(None) }
    }

    /// Reads a file of a line of facts and lines of signals.
    ///
    /// # Errors
    /// The file cannot be read, or not one of its lines can be understood.
    pub fn read(path: &Path) -> Result<Self, TapError> {
        let text = text::read(path)?;
        Self::parse(&text).map_err(|reason| TapError::Signals { file: path.to_owned(), reason })
    }

    fn parse(text: &str) -> Result<Self, String> {
        let mut reader = Reader::default();
        for (index, line) in text.lines().enumerate() {
            if !line.trim().is_empty() {
                reader.line = index + 1;
                reader.take(line.trim());
            }
        }
        match reader.problem {
            Some(problem) if !reader.understood => Err(problem),
            _ => Ok(reader.finished()),
        }
    }
}

/// The file as far as it has been read.
#[derive(Default)]
struct Reader {
    file: CallFile,
    /// The signals with their lines.
    signals: Vec<(usize, SignalAt)>,
    /// Counts from 1.
    line: usize,
    begun: bool,
    understood: bool,
    /// The first line that could not be understood, and why.
    problem: Option<String>,
}

impl Reader {
    fn take(&mut self, line: &str) {
        let first = !std::mem::replace(&mut self.begun, true);
        let object = match serde_json::from_str(line) {
            Ok(Value::Object(object)) => object,
            Ok(_) => return self.refuse("not a JSON object"),
            Err(error) if error.is_eof() => return self.refuse("the line is cut off"),
            Err(error) => return self.refuse(&format!("not JSON (column {})", error.column())),
        };
        if object.contains_key("signal") {
            if first {
                self.notice("the call's facts are missing; a signal stands in their place");
            }
            match self.signal(&object) {
                Ok(signal) => {
                    self.understood = true;
                    self.signals.push((self.line, signal));
                }
                Err(reason) => self.refuse(&reason),
            }
        } else if first {
            self.understood = true;
            self.facts(object);
        } else {
            self.refuse("no `signal` in it");
        }
    }

    fn notice(&mut self, what: &str) {
        self.file.notices.push(format!("line {}: {what}", self.line));
    }

    fn refuse(&mut self, why: &str) {
        self.notice(&format!("left out: {why}"));
        self.problem.get_or_insert(format!("line {}: {why}", self.line));
    }

    /// A fact, where it is there and of its kind.
    fn fact<T: DeserializeOwned>(&mut self, object: &Map<String, Value>, key: &str) -> Option<T> {
        let value = object.get(key).filter(|value| !value.is_null())?;
        let fact = serde_json::from_value(value.clone()).ok();
        if fact.is_none() {
            self.notice(&format!("`{key}` left out: not a value it can have"));
        }
        fact
    }

    /// A fact in words; a number counts as its digits, empty words as none.
    fn words(&mut self, object: &Map<String, Value>, key: &str) -> Option<String> {
        let value = object.get(key).filter(|value| !value.is_null())?;
        let words = as_words(value);
        if words.is_none() {
            self.notice(&format!("`{key}` left out: not a text"));
        }
        words.filter(|words| !words.is_empty())
    }

    fn facts(&mut self, mut object: Map<String, Value>) {
        let agent = match object.remove("agent") {
            None | Some(Value::Null) => Map::new(),
            Some(Value::Object(agent)) => agent,
            Some(_) => {
                self.notice("`agent` left out: not a JSON object");
                Map::new()
            }
        };
        let call = self.words(&object, "call").unwrap_or_default();
        self.file.facts = CallFacts {
            external_id: call.clone(),
            call,
            procedure: self.words(&object, "procedure").unwrap_or_default(),
            direction: self.fact::<Direction>(&object, "direction").unwrap_or_default(),
            started: self.fact(&object, "started"),
            agent: Agent {
                id: self.words(&agent, "id").unwrap_or_default(),
                first_name: self.words(&agent, "first_name"),
                surname: self.words(&agent, "surname"),
                position: self.words(&agent, "position"),
                unit: self.words(&agent, "unit"),
            },
            remote: self.words(&object, "remote").map(Private::new),
            extension: self.words(&object, "extension"),
        };
        match object.get("audio_from_ms").map(as_ms) {
            None => {}
            Some(Some(ms)) => self.file.audio_from_ms = ms,
            Some(None) => self.notice("`audio_from_ms` left out: not a time within a week"),
        }
    }

    fn signal(&mut self, object: &Map<String, Value>) -> Result<SignalAt, String> {
        let at = object
            .get("at_ms")
            .and_then(as_ms)
            .ok_or("`at_ms` is missing or not a time within a week of the answer")?;
        let flag = |key: &str| object.get(key).and_then(Value::as_bool);
        let signal = match object.get("signal").and_then(Value::as_str) {
            Some("ringing") => Signal::Ringing,
            Some("answered") => Signal::Answered,
            Some("hold") => Signal::Hold,
            Some("resume") => Signal::Resume,
            Some("dialling") => Signal::Dialling,
            Some("transfer") => Signal::Transfer { to: self.words(object, "to").map(Private::new) },
            Some("queued") => Signal::Queued {
                wait_ms: object.get("wait_ms").and_then(as_ms).unwrap_or(0).max(0),
                special_needs: flag("special_needs").unwrap_or(false),
            },
            Some("speakerphone") => Signal::Speakerphone { on: flag("on").unwrap_or(true) },
            Some("hangup") => Signal::Hangup { by: self.fact::<HangupBy>(object, "by") },
            Some(other) => {
                let name: String = other.chars().take(40).collect();
                return Err(format!("no signal is called `{name}`"));
            }
            None => return Err("`signal` is not a name".to_owned()),
        };
        let at = CallTime(at);
        if self.signals.last().is_some_and(|(_, last)| last.at > at) {
            self.notice("lies before the line above it; put in order of time");
        }
        let source = self.fact::<SignalSource>(object, "source").unwrap_or_default();
        let confidence = self.fact::<f32>(object, "confidence").unwrap_or(1.0);
        if !(0.0..=1.0).contains(&confidence) {
            return Err("`confidence` is not from 0 to 1".to_owned());
        }
        Ok(SignalAt { at, signal, source, confidence })
    }

    /// Puts the signals in order, without repetitions; of what can happen once, the first counts.
    fn finished(mut self) -> CallFile {
        self.signals.sort_by_key(|(_, signal)| signal.at);
        let kept: &mut Vec<SignalAt> = &mut self.file.signals;
        for (line, signal) in self.signals {
            let mut earlier = kept.iter().rev();
            let again = match signal.signal {
                Signal::Answered | Signal::Hangup { .. } => {
                    earlier.any(|known| std::mem::discriminant(&known.signal) == std::mem::discriminant(&signal.signal))
                }
                _ => earlier.take_while(|known| known.at == signal.at).any(|known| *known == signal),
            };
            if again {
                let notice = format!("line {line}: left out: the same signal came before");
                self.file.notices.push(notice);
            } else {
                kept.push(signal);
            }
        }
        self.file
    }
}

/// Whole milliseconds, rounded; `None` for what is no time of a call.
fn as_ms(value: &Value) -> Option<i64> {
    let ms = value.as_f64()?;
    (ms.abs() <= FURTHEST_MS).then(|| ms.round() as i64)
}

fn as_words(value: &Value) -> Option<String> {
    match value {
        Value::String(words) => Some(words.trim().to_owned()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}
