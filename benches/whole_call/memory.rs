//! The memory that one more call takes.

use std::path::Path;
use std::sync::Arc;

use anyhow::Result;
use czujka::audio::Frame;
use czujka::call::{Call, CallSettings, Input, Output};
use czujka::event::Word;
use czujka::facts::CallFacts;
use czujka::procedure::Procedure;
use czujka::tap::file::CallFile;
use czujka::transcribe::{Cost, Request, Transcript};

/// So many calls are listened to, for a minute each.
const CALLS: usize = 32;
const LISTENED_S: usize = 60;

/// Telephone systems send 20 ms at a time.
const PIECES_PER_SECOND: usize = 50;

/// An agent's words, in place of a recogniser's.
const WORDS: &str = "proszę chwileczkę zaczekać sprawdzę to w systemie i zaraz wracam";

/// Prints how much the resident memory grows by with each call that is listened to.
pub fn print(name: &str, recording: &Path) -> Result<()> {
    let (rate_hz, frames) = crate::frames(recording)?;
    let pieces = pieces(rate_hz, &frames);
    let told = CallFile::beside(recording)?.unwrap_or_default();
    let procedure = Arc::new(Procedure::load("bialystok")?);
    // What all calls share is made by the first one.
    let _first = listened(&told.facts, &procedure, rate_hz, &pieces)?;
    let before = resident_bytes();
    let calls = (0..CALLS).map(|_| listened(&told.facts, &procedure, rate_hz, &pieces)).collect::<Result<Vec<_>>>()?;
    let each = resident_bytes().saturating_sub(before) / CALLS;
    println!("memory for one more call like {name}, after a minute: {:.2} MiB", each as f64 / f64::from(1 << 20));
    drop(calls);
    Ok(())
}

fn pieces(rate_hz: u32, frames: &[Frame]) -> Vec<Frame> {
    let length = rate_hz as usize / PIECES_PER_SECOND;
    let whole = |samples: fn(&Frame) -> &Vec<f32>| -> Vec<f32> {
        frames.iter().flat_map(samples).copied().take(rate_hz as usize * LISTENED_S).collect()
    };
    let (agent, caller) = (whole(|frame| &frame.agent), whole(|frame| &frame.caller));
    let cut = agent.chunks(length).zip(caller.chunks(length));
    cut.map(|(agent, caller)| Frame { agent: agent.to_vec(), caller: caller.to_vec() }).collect()
}

fn listened(facts: &CallFacts, procedure: &Arc<Procedure>, rate_hz: u32, pieces: &[Frame]) -> Result<Call> {
    let settings = CallSettings {
        rate_hz,
        cost: Cost::default(),
        signals: false,
        both_channels: true,
        audio_from: None,
        began: None,
        staff: Arc::default(),
        reference: None,
        resumed: Vec::new(),
    };
    let mut call = Call::new(facts.clone(), Arc::clone(procedure), settings)?;
    for piece in pieces {
        call.feed(Input::Audio(piece.clone()));
        while let Some(output) = call.next() {
            if let Output::Transcribe(request) = output {
                call.feed(Input::Transcript(answer(&request)));
            }
        }
    }
    Ok(call)
}

fn answer(request: &Request) -> Transcript {
    let word = |text: &str| Word { text: text.to_owned(), from: request.from, to: request.to, confidence: 0.9 };
    Transcript {
        utterance: request.utterance,
        channel: request.channel,
        from: request.from,
        to: request.to,
        complete: request.complete,
        words: WORDS.split(' ').map(word).collect::<Vec<_>>().into(),
        available: request.asked,
        failed: None,
    }
}

/// What of this process lies in memory; nothing where the system does not tell.
fn resident_bytes() -> usize {
    let pages = std::fs::read_to_string("/proc/self/statm").unwrap_or_default();
    pages.split(' ').nth(1).and_then(|pages| pages.parse::<usize>().ok()).unwrap_or_default() * 4096
}
