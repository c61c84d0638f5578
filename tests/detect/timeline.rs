//! Plays a drawn call to the call machine and compares what came with what was drawn.

use std::fmt::Write as _;
use std::sync::Arc;

use czujka::alert::{Alert, Scorecard};
use czujka::call::{Call, CallSettings, Input, Output};
use czujka::event::{CallTime, Direction, Signal, SignalAt};
use czujka::facts::{Agent, CallFacts};
use czujka::procedure::{Procedure, SHIPPED};
use czujka::transcribe::Cost;

use crate::drawing::{Drawing, Noise};
use crate::sound::{RATE_HZ, Sound};

/// Sound comes, and time goes on without it, in such steps.
const STEP_MS: i64 = 100;

/// Plays every drawing and reports all that went otherwise.
pub fn play(rows: &[(&str, &str)]) {
    let wrong: Vec<String> = rows.iter().filter_map(|(name, text)| differs(name, &Drawing::read(text))).collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// What differs from the drawing, in its own notation.
fn differs(name: &str, drawing: &Drawing) -> Option<String> {
    let (alerts, scorecard) = played(drawing);
    let drawn = |alert: &&Alert| drawing.verdicts.iter().any(|verdict| verdict.check == alert.check.as_str());
    let alerts: Vec<&Alert> = alerts.iter().filter(drawn).collect();
    let as_drawn = alerts.len() == drawing.alerts.len()
        && alerts.iter().zip(&drawing.alerts).all(|(alert, expected)| {
            told(alert) == expected.what && (expected.from_ms..=expected.to_ms).contains(&alert.at.0)
        });
    let mut came = String::new();
    for alert in &alerts {
        let _ = writeln!(came, "  ! {} {}", alert.at.0 as f64 / 1000.0, told(alert));
    }
    let mut verdicts_as_drawn = true;
    for expected in &drawing.verdicts {
        let check = expected.check.parse().expect("a check's name");
        let finding = &scorecard.checks[&check];
        let details: Vec<&str> = finding.detail.values().filter_map(serde_json::Value::as_str).collect();
        verdicts_as_drawn &= finding.verdict.as_str() == expected.verdict
            && expected.detail.as_ref().is_none_or(|detail| details.contains(&detail.as_str()));
        let _ = writeln!(came, "  = {check} {} {} ({})", finding.verdict, details.join(" "), finding.because);
    }
    (!as_drawn || !verdicts_as_drawn).then(|| format!("{name}: there came\n{came}"))
}

/// `breach wait_notice/1 reason patience`.
fn told(alert: &Alert) -> String {
    let missing = alert.missing.iter().map(|element| element.as_str());
    [alert.kind.as_str(), &alert.episode].into_iter().chain(missing).collect::<Vec<_>>().join(" ")
}

/// All alerts of a drawn call and its scorecard.
pub fn played(drawing: &Drawing) -> (Vec<Alert>, Scorecard) {
    let procedure = Arc::new(procedure(drawing));
    let mut call = Call::new(facts(drawing), procedure, settings(drawing)).expect("valid settings");
    let (mut alerts, mut scorecard) = (Vec::new(), None);
    let mut feed = |call: &mut Call, input: Input| {
        call.feed(input);
        while let Some(output) = call.next() {
            match output {
                Output::Alert(alert) => alerts.push(alert),
                Output::Scorecard(card) => scorecard = Some(card),
                Output::Transcribe(_) => panic!("the words are known beforehand"),
                Output::Segment(_) | Output::Signal(_) | Output::Gap(_) => {}
            }
        }
    };
    let answered =
        (!drawing.unanswered && !drawing.unsignalled).then_some(SignalAt::new(CallTime::ZERO, Signal::Answered));
    let mut signals: Vec<SignalAt> = drawing.signals.iter().cloned().chain(answered).collect();
    signals.sort_by_key(|signal| signal.at);
    let sound = sound(drawing);
    let mut signals = signals.into_iter().peekable();
    while let Some(signal) = signals.next_if(|signal| signal.at < CallTime::ZERO) {
        feed(&mut call, Input::Signal(signal.into()));
    }
    for from_ms in (0..drawing.end_ms).step_by(STEP_MS as usize) {
        while let Some(signal) = signals.next_if(|signal| signal.at.0 < from_ms + STEP_MS) {
            feed(&mut call, Input::Signal(signal.into()));
        }
        let to_ms = (from_ms + STEP_MS).min(drawing.end_ms);
        feed(&mut call, arrives(drawing, &sound, from_ms, to_ms));
    }
    for signal in signals {
        feed(&mut call, Input::Signal(signal.into()));
    }
    feed(&mut call, Input::End);
    (alerts, scorecard.expect("a call ends with its scorecard"))
}

/// What a step of time brings.
fn arrives(drawing: &Drawing, sound: &Sound, from_ms: i64, to_ms: i64) -> Input {
    let noise = drawing
        .noises
        .iter()
        .find(|(from, to, noise)| (*from..*to).contains(&from_ms) && matches!(noise, Noise::NoSound | Noise::Lost));
    match noise {
        Some((_, _, Noise::NoSound)) => Input::Tick(CallTime(to_ms)),
        Some(_) => Input::Missing { ms: to_ms - from_ms, because: "drawn so".to_owned() },
        None => Input::Audio(sound.cut(from_ms, to_ms)),
    }
}

fn sound(drawing: &Drawing) -> Sound {
    let mut sound = Sound::new(drawing.end_ms);
    for segment in &drawing.speech {
        sound.speak(segment.channel, segment.from.0, segment.to.0);
    }
    for (from_ms, to_ms, noise) in &drawing.noises {
        match noise {
            Noise::Keys => sound.type_keys(*from_ms, *to_ms),
            Noise::Muted => sound.mute(*from_ms, *to_ms),
            Noise::BesideCaller => sound.speak_beside_caller(*from_ms, *to_ms),
            Noise::NoSound | Noise::Lost => {}
        }
    }
    sound
}

fn facts(drawing: &Drawing) -> CallFacts {
    let agent = Agent {
        id: "a-105".to_owned(),
        first_name: Some("Krzysztof".to_owned()),
        surname: Some("Zalewski".to_owned()),
        position: Some("inspektor".to_owned()),
        unit: Some("Departament Finansów Miasta".to_owned()),
    };
    CallFacts {
        call: "drawn".to_owned(),
        procedure: drawing.procedure.clone(),
        direction: if drawing.outbound { Direction::Outbound } else { Direction::Inbound },
        agent,
        started: drawing.started,
        remote: (!drawing.withheld).then(|| "+48855550001".to_owned().into()),
        ..CallFacts::default()
    }
}

/// The office's procedure with what the drawing switches on.
fn procedure(drawing: &Drawing) -> Procedure {
    let (name, shipped) =
        SHIPPED.iter().find(|(name, _)| *name == drawing.procedure).expect("the drawing names a shipped procedure");
    let with = |text: String, wanted: &String| {
        let (check, key) = wanted.split_once(": ").unwrap_or((wanted, ""));
        let table = format!("[checks.{check}]\n");
        // A table may not stand twice: the shipped one is switched on where it stands.
        let text = if text.contains(&table) { text } else { text + &table };
        text.replace(&format!("{table}monitored = false\n"), &table).replace(&table, &format!("{table}{key}\n"))
    };
    Procedure::parse(&drawing.with.iter().fold((*shipped).to_owned(), with), name).expect("it is valid")
}

fn settings(drawing: &Drawing) -> CallSettings {
    CallSettings {
        rate_hz: RATE_HZ,
        began: None,
        staff: Arc::default(),
        cost: Cost::default(),
        signals: !drawing.unsignalled,
        both_channels: !drawing.one_channel,
        audio_from: Some(CallTime::ZERO),
        reference: Some(drawing.speech.clone()),
        resumed: Vec::new(),
    }
}
