//! Silence, ringing, music, keys and noise are no speech.

use std::f32::consts::TAU;

use serde_json::Value;

use crate::{Random, czujka, folder, wav};

const RATE_HZ: usize = 8_000;

/// Minutes of it: five, or as many as this says (`make test-all` wants an hour).
const MINUTES: &str = "CZUJKA_NONSPEECH_MINUTES";

/// Half a minute of one kind on both channels, beginning at a sample's position.
type Kind = fn(&mut Random, usize) -> [f32; 2];

const KINDS: [(&str, Kind); 5] = [
    ("silence", |_, _| [0.0; 2]),
    ("ringing", |_, at| [0.0, if at % (5 * RATE_HZ) < RATE_HZ { 0.2 * sine(425.0, at) } else { 0.0 }]),
    ("hold music", |_, at| [0.0, music(at)]),
    ("keys", |random, at| [key(random, at), 0.0]),
    ("noise", |random, at| [0.01, 0.02].map(|level| level * swelling(at) * random.next())),
];

#[test]
fn what_is_no_speech_gives_no_text_and_no_alert_of_its_own() {
    let minutes: usize = std::env::var(MINUTES).map_or(5, |minutes| minutes.parse().expect("a number of minutes"));
    let mut random = Random(2026);
    let (mut agent, mut caller) = (Vec::new(), Vec::new());
    for half_minute in 0..minutes * 2 {
        let (_, kind) = KINDS[half_minute % KINDS.len()];
        for at in 0..30 * RATE_HZ {
            let [on_agent, on_caller] = kind(&mut random, at);
            // A line that was never quite silent cannot be taken for one that was muted.
            agent.push(on_agent + 0.0007 * random.next());
            caller.push(on_caller + 0.0007 * random.next());
        }
    }
    let folder = folder();
    wav(&folder.path().join("nothing.wav"), RATE_HZ as u32, &[&agent, &caller]);
    let ran = czujka(folder.path(), &["analyze", "--format", "json", "nothing.wav"]);
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    let text: Vec<_> = ran.of("segment").into_iter().filter(|line| line["text"] != "").collect();
    assert!(text.is_empty(), "{}", in_its_kind(&text));
    // Nobody introduces themselves; and where music is taken for a word of the caller's, the dead air after
    // it is the agent's. Nothing else is wrong with a line on which nobody speaks.
    let alerts = ran.of("alert");
    let (introduction, others): (Vec<_>, Vec<_>) =
        alerts.into_iter().partition(|alert| alert["check"] == "introduction");
    let told: Vec<_> = introduction.iter().map(|alert| (alert["kind"].as_str(), alert["at_ms"].as_i64())).collect();
    assert_eq!(told, [(Some("nudge"), Some(5_000)), (Some("breach"), Some(20_000))]);
    let demanded = |alert: &Value| alert["check"] == "wait_notice" && alert["detail"]["wait"] == "dead_air";
    let others: Vec<_> = others.into_iter().filter(|alert| !demanded(alert)).collect();
    assert!(others.is_empty(), "{}", in_its_kind(&others));
    assert_eq!(ran.verdict("background_voice"), "kept");
    assert_eq!(ran.verdict("comprehension_check"), "not_applicable");
}

/// Lines with the kind of sound that they were made of.
fn in_its_kind(lines: &[Value]) -> String {
    let of = |line: &Value| KINDS[(line["from_ms"].as_u64().unwrap_or(0) / 30_000) as usize % KINDS.len()].0;
    lines.iter().map(|line| format!("in {}: {line}", of(line))).collect::<Vec<_>>().join("\n")
}

fn sine(hz: f32, at: usize) -> f32 {
    // Whole seconds are taken off, so that the phase stays exact; all tones here are whole hertz.
    (TAU * hz * (at % RATE_HZ) as f32 / RATE_HZ as f32).sin()
}

/// Noise grows over ten seconds, as traffic does; a room that becomes loud at once is another matter.
fn swelling(at: usize) -> f32 {
    (at as f32 / (10 * RATE_HZ) as f32).min(1.0)
}

/// Broken chords, two notes a second, each dying away.
fn music(at: usize) -> f32 {
    const NOTES_HZ: [f32; 8] = [262.0, 330.0, 392.0, 523.0, 220.0, 277.0, 330.0, 440.0];
    let note = at / (RATE_HZ / 2) % NOTES_HZ.len();
    let since = (at % (RATE_HZ / 2)) as f32 / RATE_HZ as f32;
    let tone = sine(NOTES_HZ[note], at) + 0.4 * sine(NOTES_HZ[note] * 2.0, at) + 0.2 * sine(NOTES_HZ[note] * 3.0, at);
    0.15 * tone * (1.0 - (-since * 200.0).exp()) * (-since * 3.0).exp()
}

/// Five keys a second, none twice alike.
fn key(random: &mut Random, at: usize) -> f32 {
    let since = at % (RATE_HZ / 5) + at / (RATE_HZ / 5) * 37 % 400;
    0.03 * random.next() * (-(since as f32) / 16.0).exp()
}
