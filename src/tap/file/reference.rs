//! The true words of a recorded call, which stand in for a model's.

use std::path::Path;

use serde::Deserialize;
use serde_json::Value;

use super::text;
use crate::event::{CallTime, Channel, ReferenceSegment, Word};
use crate::tap::TapError;

/// Reads a file with a `transcript` list of segments, such a list alone, or the `segment` lines of
/// `analyze --format json`. A segment is `{channel, from_ms, to_ms, text, words?}`; where it has no
/// `words` with times of their own, the words of its text are spread evenly over it.
pub fn read_reference(path: &Path) -> Result<Vec<ReferenceSegment>, TapError> {
    parse(&text::read(path)?).map_err(|reason| TapError::Reference { file: path.to_owned(), reason })
}

#[derive(Deserialize)]
struct Segment {
    channel: Channel,
    from_ms: f64,
    to_ms: f64,
    #[serde(default)]
    text: String,
    #[serde(default)]
    words: Vec<TimedWord>,
    confidence: Option<f32>,
    call: Option<String>,
}

#[derive(Deserialize)]
struct TimedWord {
    text: String,
    from_ms: f64,
    to_ms: f64,
    confidence: Option<f32>,
}

fn parse(text: &str) -> Result<Vec<ReferenceSegment>, String> {
    let mut segments = match serde_json::from_str(text) {
        Ok(Value::Array(list)) => listed(list)?,
        Ok(Value::Object(mut whole)) if whole.contains_key("transcript") => match whole.remove("transcript") {
            Some(Value::Array(list)) => listed(list)?,
            _ => return Err("`transcript` is not a list".to_owned()),
        },
        _ => lines(text)?,
    };
    segments.sort_by_key(|segment| segment.from);
    Ok(segments)
}

fn listed(list: Vec<Value>) -> Result<Vec<ReferenceSegment>, String> {
    list.into_iter()
        .enumerate()
        .map(|(index, value)| {
            serde_json::from_value(value)
                .map_err(|error| error.to_string())
                .and_then(|segment| spread(&segment))
                .map_err(|reason| format!("segment {}: {reason}", index + 1))
        })
        .collect()
}

/// The `segment` lines among those of one call.
fn lines(text: &str) -> Result<Vec<ReferenceSegment>, String> {
    let (mut segments, mut call) = (Vec::new(), None);
    let mut any = false;
    for (index, line) in text.lines().enumerate() {
        if line.trim().is_empty() {
            continue;
        }
        let place = |reason: String| format!("line {}: {reason}", index + 1);
        let value: Value = serde_json::from_str(line).map_err(|error| place(error.to_string()))?;
        let Some(kind) = value.get("type").and_then(Value::as_str) else {
            return Err(place("no `transcript`, and no `type` of a line".to_owned()));
        };
        any = true;
        if kind != "segment" {
            continue;
        }
        let segment: Segment = serde_json::from_value(value).map_err(|error| place(error.to_string()))?;
        if call.get_or_insert_with(|| segment.call.clone()) != &segment.call {
            return Err(place("a second call begins here".to_owned()));
        }
        segments.push(spread(&segment).map_err(place)?);
    }
    if any { Ok(segments) } else { Err("it is empty".to_owned()) }
}

/// A segment's words with their times.
fn spread(segment: &Segment) -> Result<ReferenceSegment, String> {
    let (from, to) = stretch(segment.from_ms, segment.to_ms)?;
    let sure = segment.confidence.unwrap_or(1.0);
    let words = if segment.words.is_empty() {
        let texts: Vec<&str> = segment.text.split_whitespace().collect();
        let count = texts.len() as i64;
        let place = |index: i64| from + (to - from) * index / count.max(1);
        (0_i64..)
            .zip(texts)
            .map(|(index, text)| Word {
                text: text.to_owned(),
                from: place(index),
                to: place(index + 1),
                confidence: sure,
            })
            .collect()
    } else {
        let timed = segment.words.iter().map(|word| {
            let (from, to) = stretch(word.from_ms, word.to_ms)?;
            Ok(Word { text: word.text.trim().to_owned(), from, to, confidence: word.confidence.unwrap_or(sure) })
        });
        timed.collect::<Result<_, String>>()?
    };
    Ok(ReferenceSegment { channel: segment.channel, from, to, words })
}

fn stretch(from_ms: f64, to_ms: f64) -> Result<(CallTime, CallTime), String> {
    if from_ms > to_ms {
        return Err(format!("it ends at {to_ms} ms, before it begins ({from_ms} ms)"));
    }
    Ok((CallTime(from_ms.round() as i64), CallTime(to_ms.round() as i64)))
}
