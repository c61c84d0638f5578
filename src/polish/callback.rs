//! Calling back: who promises it and for when, who cannot talk now, who asks for a number.

mod grammar;

use std::ops::Range;
use std::sync::LazyLock;

use super::line::Line;
use super::normalise::Token;
use super::phrases::{Found, Hit, Phrases, surest};
use super::times::{Spoken, times};
use crate::event::Word;
use grammar::{ACCEPTS, ASKS_NUMBER, ASKS_WHEN, CANNOT_TALK, CORRECTS, INVITES, PROMISES, PROPOSES, REFUSES};

/// The office is to call.
#[derive(Clone, Debug, PartialEq)]
pub struct Promise {
    /// The words that promise it.
    pub hit: Hit,
    /// The time named with them, corrections counted in.
    pub time: Option<Spoken>,
    /// Put as a question: "czy mogę oddzwonić jutro?".
    pub offered: bool,
}

/// The last promise in an agent's turn that they or a colleague will call, a timed one before one without a time.
///
/// "Pani do nas oddzwoni", "mówiłam, że zadzwonię" and "gdyby coś się zmieniło, zadzwonię" are none.
pub fn promises(words: &[Word]) -> Option<Promise> {
    let (line, said) = (Line::new(words), times(words));
    let mut promises: Vec<Promise> = Vec::new();
    for found in PROMISE.find(&line) {
        let (_, needs_time) = PROMISES[found.pattern];
        if !counts(&line, &found) {
            continue;
        }
        let hit = found.hit(&line, 1.0);
        let time = time_of(&line, &hit.words, &said);
        if time.is_some() || !needs_time {
            promises.push(Promise { offered: line.asked(found.from), hit, time });
        }
    }
    let timed = promises.iter().rposition(|promise| promise.time.is_some());
    timed.or(promises.len().checked_sub(1)).map(|at| promises.swap_remove(at))
}

/// The agent says that they serve somebody in person, or cannot talk now.
pub fn cannot_talk(words: &[Word]) -> Option<Hit> {
    let line = Line::new(words);
    let tokens = line.tokens();
    let found = BUSY.find(&line).into_iter().filter(|found| {
        let (before, said) = (&tokens[found.from.saturating_sub(3)..found.from], &tokens[found.from..found.to]);
        let one_thought = said[0].text == "nie" || said[..said.len() - 1].iter().all(|token| token.mark.is_none());
        // "Nie mogę rozmawiać o sprawie sąsiada", "o nim nie mogę rozmawiać".
        let after = tokens.get(found.to).map_or("", |token| token.text.as_str());
        let secret = said[said.len() - 1].mark.is_none() && matches!(after, "o" | "bez" | "na");
        let excluded = any(before, &["ona", "on", "kolega", "koleżanka", "nie", "kiedy", "gdy", "jak", "o"]);
        // "Ona obsługuje", "obsługujemy do piętnastej", "czy może pani rozmawiać".
        let theirs = any(said, &["obsługuje", "przyjmuje", "przyjmie", "obsługujemy", "przyjmujemy", "może", "mogła"]);
        let asked = line.asked(found.from) && any(before, &["czy"]);
        one_thought && !secret && !excluded && !theirs && !asked && found.likeness >= SURE
    });
    surest(found.map(|found| found.hit(&line, 1.0)))
}

/// The agent asks for a number to call, or settles on the one they see.
pub fn asks_for_number(words: &[Word]) -> Option<Hit> {
    let line = Line::new(words);
    let tokens = line.tokens();
    let found = NUMBER.find(&line).into_iter().filter(|found| {
        let said = &tokens[found.from..found.to];
        // "Podam pani numer", "proszę pozostać przy telefonie", "na jaki numer konta".
        let gives = any(said, &["podam", "podaję", "podajemy", "mogę podać", "ich", "im", "jakiego", "nie"])
            || said[0].text == "podać" && found.from > 0 && tokens[found.from - 1].text == "mogę";
        let at_phone = said.windows(2).any(|pair| {
            pair[1].text.starts_with("telefon")
                && matches!(pair[0].text.as_str(), "przy" | "do" | "trzymać" | "przez" | "w")
        });
        let next = tokens.get(found.to).map_or("", |token| token.text.as_str());
        let other = OTHER_NUMBERS.iter().any(|start| next.starts_with(start));
        !gives && !at_phone && !other && found.likeness >= SURE
    });
    surest(found.map(|found| found.hit(&line, 1.0)))
}

fn any(tokens: &[Token], words: &[&str]) -> bool {
    tokens.iter().any(|token| words.contains(&token.text.as_str()))
}

/// A time for which the other side is asked to call: "proszę zadzwonić jutro o ósmej".
pub fn invites_to_call(words: &[Word]) -> Option<Spoken> {
    let (line, said) = (Line::new(words), times(words));
    INVITE.find(&line).into_iter().find_map(|found| time_of(&line, &line.words(found.from..found.to), &said))
}

/// A time that somebody proposes, or names when they were asked for one.
pub fn proposes(words: &[Word], asked: bool) -> Option<Spoken> {
    let line = Line::new(words);
    let proposed = asked || !PROPOSE.find(&line).is_empty();
    proposed.then(|| times(words)).and_then(|mut said| said.pop())
}

/// Less like than this, what is heard may well be something else.
const SURE: f32 = 0.78;

/// Numbers that nobody calls.
const OTHER_NUMBERS: &[&str] = &[
    "kont", "dział", "spraw", "wnios", "decyz", "pesel", "nip", "rachun", "polis", "rejestr", "ewiden", "pokoj",
    "księg", "liczn", "seryj", "dom", "mieszk", "lokal", "budyn", "umow", "faktur", "klat", "drog", "dowod",
    "paszport", "regon", "akt", "słup", "obręb", "karty", "referenc", "ulic",
];

/// Longer utterances that name a time speak of something else.
const SHORT: usize = 9;

/// A time that the agent names where one is wanted: "to może jutro o dziesiątej?".
pub fn settles_time(words: &[Word], wanted: bool) -> Option<Spoken> {
    (wanted && of_calling(&Line::new(words)) && !refuses(words)).then(|| times(words)).and_then(|mut said| said.pop())
}

/// Whether a time among these words can be one for a call: a visit or opening hours are spoken of otherwise.
fn of_calling(line: &Line) -> bool {
    let elsewhere = ["przyj", "wizyt", "czynn", "otwart", "termin", "podej", "złoż", "odbier"];
    let tokens = line.tokens();
    tokens.len() <= SHORT && !tokens.iter().any(|token| elsewhere.iter().any(|start| token.text.starts_with(start)))
}

/// A time that puts another right: "a nie, lepiej o jedenastej".
pub fn corrects(words: &[Word]) -> Option<Spoken> {
    let line = Line::new(words);
    let corrections = CORRECT.find(&line);
    let follows_one = |spoken: &Spoken| {
        corrections.iter().any(|cue| {
            let cue = line.words(cue.from..cue.to);
            cue.end <= spoken.words.start && spoken.words.start - cue.end <= 3
        })
    };
    if of_calling(&line) { times(words).into_iter().rev().find(follows_one) } else { None }
}

/// Whether the agent asks when to call: "o której mam zadzwonić?".
pub fn asks_when(words: &[Word]) -> bool {
    best(&WHEN, words).is_some()
}

/// Whether something is agreed to, and not refused.
pub fn accepts(words: &[Word]) -> bool {
    agrees(words) && !refuses(words)
}

/// Whether agreement opens what is said, whatever comes after it: "Pasuje, i tak nigdzie nie idę".
pub fn agrees(words: &[Word]) -> bool {
    best(&ACCEPT, words).is_some()
}

/// Whether something is refused.
pub fn refuses(words: &[Word]) -> bool {
    best(&REFUSE, words).is_some()
}

static PROMISE: LazyLock<Phrases> = LazyLock::new(|| Phrases::compile(PROMISES.iter().map(|(pattern, _)| *pattern)));
static BUSY: LazyLock<Phrases> = LazyLock::new(|| Phrases::compile(CANNOT_TALK.iter().copied()));
static NUMBER: LazyLock<Phrases> = LazyLock::new(|| Phrases::compile(ASKS_NUMBER.iter().copied()));
static INVITE: LazyLock<Phrases> = LazyLock::new(|| Phrases::compile(INVITES.iter().copied()));
static PROPOSE: LazyLock<Phrases> = LazyLock::new(|| Phrases::compile(PROPOSES.iter().copied()));
static CORRECT: LazyLock<Phrases> = LazyLock::new(|| Phrases::compile(CORRECTS.iter().copied()));
static WHEN: LazyLock<Phrases> = LazyLock::new(|| Phrases::compile(ASKS_WHEN.iter().copied()));
static ACCEPT: LazyLock<Phrases> = LazyLock::new(|| Phrases::compile(ACCEPTS.iter().copied()));
static REFUSE: LazyLock<Phrases> = LazyLock::new(|| Phrases::compile(REFUSES.iter().copied()));

fn best(phrases: &Phrases, words: &[Word]) -> Option<Hit> {
    let line = Line::new(words);
    surest(phrases.find(&line).into_iter().map(|found| found.hit(&line, 1.0)))
}

/// Whether a promise is the office's own and unconditional.
fn counts(line: &Line, found: &Found) -> bool {
    let tokens = line.tokens();
    let sentence =
        line.sentences().into_iter().find(|sentence| sentence.contains(&found.from)).unwrap_or(0..tokens.len());
    let text = |at: usize| tokens[at].text.as_str();
    let before = |many: usize| found.from.saturating_sub(many).max(sentence.start)..found.from;
    let has = |range: Range<usize>, test: &dyn Fn(&str) -> bool| range.into_iter().any(|at| test(text(at)));
    let negated = has(before(1), &|word| word == "nie");
    // "Mówiłam, że zadzwonię"; "powiedz jej, że oddzwonię" is said to a colleague.
    let reported = has(before(5).start..found.to, &|word| {
        ["mówił", "obiecał", "powiedział", "miał", "niech"].iter().any(|start| word.starts_with(start))
            || matches!(word, "powiedz" | "przekaż" | "napisz" | "mów" | "powiedzcie" | "przekażcie")
    });
    // "Żebym oddzwonił" is what was asked, "przekażę, żeby oddzwonił" what will be done.
    let past = ["ł", "ła", "li", "łem", "łam"].iter().any(|ending| text(found.to - 1).ends_with(ending));
    let passed_on = has(found.from..found.to, &|word| {
        ["przekaż", "przekazuj", "poprosz", "powiem", "zostaw", "zlec", "będę", "będziemy"]
            .iter()
            .any(|start| word.starts_with(start))
    });
    // "Pani oddzwoni do nas": the other side is to call, whatever comes after.
    let theirs = has(before(1), &|word| matches!(word, "pani" | "pan" | "państwo"));
    let third_person = has(found.from..found.to, &|word| {
        matches!(word, "oddzwoni" | "zadzwoni" | "zatelefonuje" | "skontaktuje" | "odezwie")
    });
    let to_us =
        has(found.from..(found.to + 3).min(sentence.end), &|word| matches!(word, "nas" | "mnie" | "nami" | "mną"));
    // "Po to dzwonię" and "dzwonię w sprawie" are near to "oddzwonię"; "od dzwonię" is that word in two.
    let calling_now = matches!(text(found.to - 1), "dzwonię" | "dzwonimy" | "dzwonie")
        && !matches!(text(found.from), "o" | "od" | "ot");
    !negated
        && !calling_now
        && (!past || passed_on)
        && !reported
        && !conditional(line, found, &sentence, third_person)
        && !(third_person && (theirs || to_us))
        && !elsewhere(line, found)
}

/// "Gdyby coś się zmieniło, zadzwonię", "gdy zabraknie prądu, ktoś zadzwoni"; a mere form of politeness is no condition.
fn conditional(line: &Line, found: &Found, sentence: &Range<usize>, third_person: bool) -> bool {
    let tokens = line.tokens();
    let text = |at: usize| tokens.get(at).map_or("", |token| token.text.as_str());
    let range = sentence.start..sentence.end.min(found.to + 9);
    range.into_iter().any(|at| {
        let condition =
            matches!(text(at), "jeśli" | "jeżeli" | "gdyby" | "gdybym" | "jakby" | "jakbym" | "razie" | "ewentualnie")
                || third_person && text(at) == "gdy"
                || text(at) == "jak" && matches!(text(at + 1), "coś" | "będzie" | "trzeba");
        let polite = (at + 1..at + 5).any(|at| {
            let word = text(at);
            ["pozwoli", "wol", "chce", "zgod", "pasuj", "odpowiada", "można", "moż"]
                .iter()
                .any(|start| word.starts_with(start))
        });
        condition && !polite
    })
}

/// "Zadzwonię do wykonawcy": somebody else is called.
fn elsewhere(line: &Line, found: &Found) -> bool {
    let tokens = line.tokens();
    let calls =
        |word: &str| word.starts_with("zadzwoni") || word.starts_with("przedzwoni") || word.starts_with("zatelefonuj");
    let Some(verb) = (found.from..found.to).find(|at| calls(&tokens[*at].text)) else { return false };
    let to = |at: usize| -> Option<bool> {
        let target = tokens.get(at + 1).filter(|_| tokens[at].text == "do")?;
        // A time or a deadline, not a person: "do jutra", "do piętnastej".
        let person = !times(&[word_of("do"), word_of(&target.text)]).is_empty();
        Some(
            !person
                && !matches!(
                    target.text.as_str(),
                    "pani" | "pana" | "państwa" | "ciebie" | "was" | "godziny" | "pań" | "końca"
                ),
        )
    };
    let after = (verb + 1..(verb + 4).min(tokens.len())).take_while(|at| tokens[at - 1].mark.is_none()).find_map(to);
    after.unwrap_or(false)
}

fn word_of(text: &str) -> Word {
    Word {
        text: text.to_owned(),
        from: crate::event::CallTime::ZERO,
        to: crate::event::CallTime::ZERO,
        confidence: 1.0,
    }
}

/// Words between a promise and its time at most.
const FAR: usize = 8;

/// The time that belongs to words, corrected by what follows it.
fn time_of(line: &Line, verb: &Range<usize>, said: &[Spoken]) -> Option<Spoken> {
    let sentences: Vec<Range<usize>> = line.sentences().into_iter().map(|sentence| line.words(sentence)).collect();
    let own = sentences.iter().position(|sentence| sentence.contains(&verb.start))?;
    let own_sentence = &sentences[own];
    let within = said.iter().enumerate().filter(|(_, spoken)| own_sentence.contains(&spoken.words.start));
    let nearest = within
        .filter_map(|(at, spoken)| Some((apart(line, verb, &spoken.words)?, at)))
        .min()
        .map(|(_, at)| at)
        .or_else(|| beside(&sentences, own, said))?;
    let mut time = said[nearest].clone();
    for later in &said[nearest + 1..] {
        let gap = later.words.start.saturating_sub(time.words.end);
        if gap == 0 || gap > FAR || !corrected(line, time.words.end..later.words.start) {
            break;
        }
        time.when = time.when.amended(&later.when);
        time.words.end = later.words.end;
    }
    // "Jeszcze dziś. Do godziny piętnastej.": a full stop that nobody said.
    let next = said.get(nearest + 1).filter(|_| time.when.clock.is_none() && time.when.span.is_none());
    if let Some(hour) =
        next.filter(|next| next.words.start == time.words.end && next.when.day.is_none() && ends(line, next.words.end))
    {
        time.when = time.when.amended(&hour.when);
        time.words.end = hour.words.end;
    }
    Some(time)
}

/// Whether a sentence ends before a source word.
fn ends(line: &Line, word: usize) -> bool {
    line.sentences().into_iter().any(|sentence| line.words(sentence).end == word)
}

/// How far a time stands from a verb in its sentence; `None` if another thought lies between.
fn apart(line: &Line, verb: &Range<usize>, time: &Range<usize>) -> Option<usize> {
    let between = if time.start >= verb.end { verb.end..time.start } else { time.end..verb.start.max(time.end) };
    let after = time.start >= verb.end;
    if between.len() > FAR {
        return None;
    }
    let blocks = |word: &str| {
        let new_thought =
            matches!(word, "żeby" | "aby" | "bo" | "ponieważ" | "że" | "który" | "która" | "które" | "ale");
        new_thought
            || after && matches!(word, "i" | "a" | "oraz")
            || !after && matches!(word, "a" | "więc" | "to" | "dlatego")
    };
    let mut tokens = line.tokens().iter().filter(|token| between.contains(&token.word));
    let blocked = tokens.any(|token| blocks(&token.text));
    (!blocked).then_some(between.len() + usize::from(!after))
}

/// A time in the sentence after or before, where it says little else: "Oddzwonię. Jutro o dziesiątej."
fn beside(sentences: &[Range<usize>], own: usize, said: &[Spoken]) -> Option<usize> {
    let after = sentences.get(own + 1).and_then(|sentence| {
        said.iter()
            .position(|spoken| sentence.contains(&spoken.words.start) && spoken.words.start - sentence.start <= 2)
    });
    after.or_else(|| {
        let sentence = sentences.get(own.checked_sub(1)?)?;
        said.iter().position(|spoken| sentence.contains(&spoken.words.start) && spoken.words.len() + 2 > sentence.len())
    })
}

/// Whether words between two times put the first right.
fn corrected(line: &Line, between: Range<usize>) -> bool {
    line.tokens().iter().filter(|token| between.contains(&token.word)).any(|token| {
        matches!(
            token.text.as_str(),
            "nie" | "lepiej" | "raczej" | "jednak" | "znaczy" | "przepraszam" | "tylko" | "poprawka"
        )
    })
}

#[cfg(test)]
mod tests;
