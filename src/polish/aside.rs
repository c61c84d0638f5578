//! Words of the agent's that are for somebody else in the room, not for the caller.
//!
//! A caller is "pan" or "pani"; a colleague has a first name, gets orders ("podaj mi te akta") and is
//! asked "idziesz na obiad?". So what is looked for is the second person singular, a first name called
//! out, and a few things that are only ever said to people in the room.

use std::sync::LazyLock;

use super::familiar::{Familiar, calls_by_name, familiar, formal};
use super::first_names;
use super::line::Line;
use super::normalise::Token;
use super::phrases::Hit;
use super::weighted::Weighted;
use crate::event::Word;

/// From this confidence on an utterance is surely for somebody else.
pub const ASIDE: f32 = 0.7;

/// How much like its pattern a phrase must sound.
const CLEAR: f32 = 0.78;

/// How surely each is said to people in the room.
const SAID_ASIDE: &str = "
0.9 nie teraz ~2 (rozmawiam!|mam telefon|jestem na linii|jestem na telefonie|mam kogoś na linii|mam rozmowę)
0.85 (nie widzisz|widzisz) ~1 że (rozmawiam!|jestem|mam)
0.8 (mam|jestem) ~1 (kogoś|klient*|petent*|rozmowę|rozmówc*) na (linii|telefonie)
0.85 (rozmawiam!|jestem) ~1 (przez telefon|na telefonie) ~1 (^|$)
0.85 (ciszej!|cicho!) ~2 (tam|dziewczyny|chłopaki|panowie|z tyłu|bo rozmawiam|bo nie słyszę|bo mam|błagam|trochę)
0.8 (możecie!|moglibyście!|mogłybyście!|bądźcie!) ~3 (ciszej!|cicho!|przestać!|wyjść!)
0.85 nie (krzyczcie!|gadajcie!|przeszkadzajcie!|hałasujcie!)
0.85 (^) (dziewczyny!|chłopaki!|dziewuszki!|kochani!|koleżanki!|koledzy!) ^
0.9 (dziewczyny!|chłopaki!) ~4 (kto|ktoś|która|który|macie!|wiecie!|gdzie|ciszej|idziecie!|zamawiacie!|dajcie!|weźcie!|słuchajcie!)
0.85 (dajcie!|weźcie!|zróbcie!|zamknijcie!|podajcie!|powiedzcie!|idźcie!|chodźcie!|przynieście!|zostawcie!|połóżcie!) ~2 (mi|mu|jej|im|to|te|tę|ten|tam|na|do|drzwi|okno|mój|moje|moją|sobie|bez)
0.8 (zrobić!|przynieść!|kupić!|wziąć!|podać!|zostawić!) ci! ~2 (kaw*|herbat*|coś|to|obiad|kanapk*)
0.85 (dam|powiem|pokażę|oddam|przyniosę|wyślę|podeślę|wytłumaczę|mówiłem|mówiłam|dałem|dałam|zostawiłam|zostawiłem) ci! ~3
0.85 (proszę|niech) ~2 (zamknąć!|zamknie!|przymknąć!|przymknie!|otworzyć!|otworzy!) ~2 (drzwi|okno|okna)
0.85 (proszę|niech) ~2 (poczekać!|zaczekać!|poczeka!|zaczeka!|usiąść!|siadać!|siada!|usiądzie!) ~2 (na korytarzu|pod drzwiami|przed drzwiami|przed pokojem|za drzwiami|na krześle|tam|przy stoliku|obok)
0.72 (proszę|niech) ~1 (siadać!|siada!|spocząć!|usiąść!) (^|$)
0.6 (proszę|niech) ~2 usiądzie! (^|$)
0.6 (proszę) ~1 (wejść!|wchodzić!) (^|$)
0.75 (zaraz|za chwilę|już) [do] {pan} (podejdę!|przyjmę!|obsłużę!|poproszę! do|zawołam!)
0.75 (zaraz|za chwilę|już) (podejdę!|przyjmę!|obsłużę!|zawołam!) [do] {pan}
0.75 (proszę|niech) ~2 nie ~1 (wchodzić!|wchodzi!|przeszkadzać!|przeszkadza!) ~1 (teraz|^|$)
0.8 (kto|ktoś|która|który) ~2 (zamawia!|idzie!|chce!) ~2 (obiad|kaw*|herbat*|na obiad|do sklepu|na kaw*|na papieros*|pizz*|pierog*)
0.75 (idziemy!|pójdziemy!|zamawiamy!|zamówimy!|jemy!) ~2 (na obiad|obiad|na kawę|na papieros*|pizzę|lunch|pierogi)
0.85 (słuchaj!|słuchajcie!) ~1 (a|no|ja|to|gdzie|czy|jak|kiedy|masz|kto|dzwonił*)
0.72 niech {pan} ~1 (siedzi!|siada!|spocznie!|wejdzie!) [tu] [tutaj] [tam] (^|$)
0.75 (dowód|wniosek|dokument*|papier*|podanie|legitymacj*) ~2 (tu|tutaj) ~1 (na biurko|na biurku|na ladzie|na ladę|na stole|na stół) ~1 (położyć|zostawić|dać)
0.75 (papiery|dowód|wniosek|dokument*|teczk*|klucz*) ~3 (położyć!|położy!|zostawić!|zostawi!|odłożyć!|odłoży!) ~1 (na parapecie|na biurku|na stole|na ladzie|na półce|na krześle|tutaj|tu)
0.75 (proszę|niech {pan}) ~1 (tu|tutaj|w tym miejscu) ~3 (podpisać!|podpisze!|się podpisać!|usiąść!|poczekać!|zaczekać!)
0.75 (tu|tutaj) ~1 (proszę|niech {pan}) ~1 (podpisać!|podpisze!|się podpisać!|się podpisze!)
0.75 przy (krzyżyku|kropkach|ptaszku)
0.75 (tu|tutaj) ~1 (na dole|na górze|z boku|w tej rubryce|w tym miejscu|przy krzyżyku|przy kropkach) (^|$)
0.75 (tu|tutaj) ~1 (jeden|drugi|jeszcze) ~1 (podpis|parafka|parafkę|pieczątk*) ~3
0.75 (ja|zaraz) ~2 (przyjmę!|wrócę! do|zajmę! się) {pan} (^|$)
";

static SAID: LazyLock<Weighted> = LazyLock::new(|| Weighted::read(SAID_ASIDE));

/// What an answer to somebody in the room sounds like; it needs that somebody has just spoken.
const ANSWERS: &str = "
1 ^ [no] [dobra] [już] (idę!|lecę!|biegnę!|kończę!) (^|$)
1 ^ [no] [dobra] zaraz (idę!|przyjdę!|przychodzę!|skończę!|kończę!|podejdę!|pójdę!|zejdę!|podpiszę!|oddam|przyniosę|dam|zrobię) ~2 (^|$)
1 ^ [nie] (nie teraz|potem|później|za chwilę|za moment|po dwunastej|po przerwie) (^|$)
1 ^ [no] [tak] (na biurku|na parapecie|w szafie|na półce|na szafie|w drukarce|u kierownik*|w kuchni|w szufladzie) ~2 (^|$)
0.9 (jej|jemu|mu|im) ~1 że ~2 (oddzwonię!|zadzwonię!|przyjdę!|nie mogę|jestem|wrócę!|będę!|zaraz)
0.9 ^ [no] [to] (dobra!|okej!|spoko!|super!|fajnie!|jasne!|mhm) ~1 (dzięki!|dziękuję ci|to|zaraz|później|potem|na razie) ~3 (^|$)
1 (dzięki!|na razie!|cześć!|hej!|pa!|siema!) (^|$)
";

static ANSWER: LazyLock<Weighted> = LazyLock::new(|| Weighted::read(ANSWERS));

/// How surely an utterance of the agent's, or a sentence of it, is for somebody else than a caller whom
/// the agent calls "pan" or "pani"; see [`ASIDE`].
pub fn to_somebody_else(words: &[Word]) -> Option<Hit> {
    let line = Line::new(words);
    let mut best: Option<Hit> = None;
    for sentence in line.sentences() {
        let tokens = &line.tokens()[sentence.clone()];
        let confidence = if calls_a_stranger(tokens) { 0.0 } else { in_sentence(tokens) };
        if confidence > best.as_ref().map_or(0.0, |hit| hit.confidence) {
            best = Some(Hit { words: line.words(sentence), confidence });
        }
    }
    for (found, confidence) in SAID.find(&line, CLEAR) {
        if confidence > best.as_ref().map_or(0.0, |hit| hit.confidence) {
            best = Some(found.hit(&line, 1.0));
            if let Some(hit) = &mut best {
                hit.confidence = confidence;
            }
        }
    }
    best
}

/// Whether an utterance answers somebody in the room, given that one has just spoken there.
pub fn answers_somebody_near(words: &[Word]) -> Option<Hit> {
    let line = Line::new(words);
    let polite = line.tokens().iter().any(formal);
    let found = ANSWER.find(&line, CLEAR).into_iter().filter(|_| !polite);
    found.max_by(|(_, a), (_, b)| a.total_cmp(b)).map(|(found, confidence)| Hit { confidence, ..found.hit(&line, 1.0) })
}

/// Whether words speak to somebody called by their first name and keep no distance: as members of a
/// family do.
pub fn on_first_name_terms(words: &[Word]) -> bool {
    let line = Line::new(words);
    let tokens = line.tokens();
    let own = (0..tokens.len()).filter(|at| !set_phrase(tokens, *at)).filter_map(|at| familiar(&tokens[at]));
    let own = own.filter(|form| matches!(form, Familiar::Order | Familiar::Statement | Familiar::Pronoun)).count();
    own > 0 && !tokens.iter().any(|token| formal(token) && token.text != "proszę")
}

/// Whether words keep the distance of "pan" and "pani".
pub fn keeps_distance(words: &[Word]) -> bool {
    Line::new(words).tokens().iter().any(|token| formal(token) && token.text != "proszę")
}

/// "Kobieto, nie histeryzuj" is rude, and said to the caller.
fn calls_a_stranger(tokens: &[Token]) -> bool {
    const CALLED: [&str; 8] = ["kobieto", "człowieku", "babo", "kobito", "chłopie", "dziadku", "babciu", "paniusiu"];
    tokens.iter().take(3).any(|token| CALLED.contains(&token.text.as_str()))
}

/// The signs of one sentence, each taking its share of the doubt.
fn in_sentence(tokens: &[Token]) -> f32 {
    let mut doubt = 1.0_f32;
    for (at, token) in tokens.iter().enumerate() {
        doubt *= 1.0 - sign(tokens, at, token);
    }
    let mut confidence = 1.0 - doubt;
    if confidence == 0.0 {
        return 0.0;
    }
    let distance = (0..tokens.len()).any(|at| formal(&tokens[at]) && !spoken_of(tokens, at));
    if distance {
        confidence *= 0.6;
    }
    if told_on(tokens) {
        confidence *= 0.5;
    }
    confidence
}

/// How surely one word is for somebody called by their first name.
fn sign(tokens: &[Token], at: usize, token: &Token) -> f32 {
    let next = tokens.get(at + 1);
    let before = at.checked_sub(1).map(|at| &tokens[at]);
    // "Weź pan", "siadaj pan": rude to a caller, but to the caller.
    if next.is_some_and(|next| matches!(next.text.as_str(), "pan" | "pani" | "państwo")) && familiar(token).is_some() {
        let to_third = matches!(next.map(|next| next.text.as_str()), Some("pani"));
        return if to_third && order_about_others(token) { 0.8 } else { 0.0 };
    }
    if let Some(only_calls) = calls_by_name(token).or_else(|| first_names::is(&token.text).then_some(false)) {
        return name(tokens, at, only_calls);
    }
    let opens = at == 0 || before.is_some_and(|before| before.mark.is_some() || leads(&before.text));
    let has_object = next.is_some_and(|next| takes_order(&next.text));
    // "Czekaj, czekaj" may be said to oneself.
    let musing = matches!(token.text.as_str(), "czekaj" | "poczekaj" | "zaczekaj") && token.mark.is_some();
    match familiar(token) {
        _ if set_phrase(tokens, at) => 0.0,
        Some(Familiar::Order) if musing => 0.5,
        Some(Familiar::Order) if opens => 0.8,
        Some(Familiar::StatementByEnding) => 0.4,
        Some(Familiar::OrderByEnding) if !opens => 0.35,
        Some(Familiar::Order | Familiar::OrderByEnding) => 0.55,
        // "Pokażę mi" is nothing that anybody says.
        Some(Familiar::OrderOrMine) if next.is_some_and(|next| matches!(next.text.as_str(), "mi" | "nam" | "mnie")) => {
            0.8
        }
        Some(Familiar::OrderOrMine) if before.is_some_and(|before| matches!(before.text.as_str(), "sam" | "sama")) => {
            0.75
        }
        Some(Familiar::OrderOrMine) if opens && has_object => 0.65,
        Some(Familiar::OrderOrMine) => 0.35,
        // "Tomasz", "nasz", "wie" and the like are soon heard as one of these.
        Some(Familiar::Statement) if token.text.chars().count() <= 5 && !before.is_none_or(begins_question) => 0.5,
        Some(Familiar::Statement) => 0.8,
        Some(Familiar::Pronoun) if token.text == "cię" => 0.4,
        Some(Familiar::Pronoun) => 0.7,
        None if token.text == "ci" && before.is_some_and(tells) && !next.is_some_and(owns_ci) => 0.75,
        None if token.text == "ci" && before.is_some_and(|word| word.text == "ja") => 0.6,
        None => 0.0,
    }
}

/// A first name called out: at the edge of a clause, and nobody's "pani Kasia".
fn name(tokens: &[Token], at: usize, only_calls: bool) -> f32 {
    let token = &tokens[at];
    let before = at.checked_sub(1).map(|at| &tokens[at]);
    let opens = before.is_none_or(|before| before.mark.is_some() || leads(&before.text));
    let closes = at + 1 == tokens.len() || token.mark.is_some();
    let alone = opens && closes;
    let title = before.is_some_and(|before| {
        formal(before) || matches!(before.text.as_str(), "mówi" | "jestem" | "tu" | "imię" | "jak")
    });
    // Letters are spelt out by names: "ka jak Kasia, o jak Olek".
    let spelt = tokens.iter().any(|token| token.text == "jak");
    match (only_calls, alone) {
        _ if title || spelt => 0.0,
        (true, true) => 0.72,
        (true, false) if opens || closes => 0.6,
        (false, true) if asks_about_work(tokens, at) => 0.72,
        (false, true) if tokens.len() > 2 && token.mark == Some(',') && at == 0 => 0.35,
        // "Na parapecie połóż, Grażynka, ja ci podpiszę": by itself it may well be the caller's own.
        (false, true) if tokens.len() > 3 && token.capital => 0.3,
        _ => 0.0,
    }
}

/// Whether a name at the beginning is called before a question or a thing: "Marzena, gdzie są te druki?", but not
/// "Barbara, tak? A nazwisko?"
fn asks_about_work(tokens: &[Token], at: usize) -> bool {
    let asked = tokens.last().is_some_and(|last| last.mark == Some('?'));
    let of_the_name = |token: &Token| {
        matches!(token.text.as_str(), "imię" | "nazwisko" | "tak" | "zgadza" | "prawda" | "nazywa" | "słucham")
    };
    // "Renata, ta teczka idzie na górę": a thing pointed at is in the room.
    let points =
        |token: &Token| matches!(token.text.as_str(), "ten" | "ta" | "te" | "tę" | "tamten" | "tamta" | "tamte");
    let called = at == 0 && tokens.len() >= 5 && tokens[0].mark == Some(',') && tokens[1].text != "czy";
    called && (asked || points(&tokens[1])) && !tokens.iter().any(of_the_name)
}

/// Words before an order that belong to it.
fn leads(word: &str) -> bool {
    matches!(
        word,
        "to" | "no"
            | "a"
            | "i"
            | "ale"
            | "tylko"
            | "nie"
            | "dobra"
            | "albo"
            | "też"
            | "już"
            | "lepiej"
            | "słuchaj"
            | "hej"
            | "ej"
    )
}

/// Whether a question to a colleague goes on after this word: "a masz", "nie wiesz".
fn begins_question(before: &Token) -> bool {
    before.mark.is_some()
        || matches!(before.text.as_str(), "a" | "ty" | "nie" | "czy" | "no" | "co" | "gdzie" | "ile" | "kiedy")
}

/// A first person that "ci" may follow: "mówię ci", "dam ci", "oddałem ci".
fn tells(token: &Token) -> bool {
    let ends = ["ę", "am", "em", "łem", "łam", "my", "ć"].iter().any(|end| token.text.ends_with(end));
    ends && token.mark.is_none() && token.text.chars().count() > 2
}

/// Words that make "ci" mean "these".
fn owns_ci(token: &Token) -> bool {
    matches!(
        token.text.as_str(),
        "państwo"
            | "panowie"
            | "ludzie"
            | "którzy"
            | "co"
            | "sami"
            | "mieszkańcy"
            | "sąsiedzi"
            | "urzędnicy"
            | "pracownicy"
    )
}

/// Words after an order that it takes, and a first person of the future seldom does.
fn takes_order(word: &str) -> bool {
    matches!(
        word,
        "mi" | "jej"
            | "mu"
            | "im"
            | "nam"
            | "sobie"
            | "mnie"
            | "tam"
            | "te"
            | "ten"
            | "tę"
            | "to"
            | "no"
            | "się"
            | "czy"
            | "gdzie"
            | "co"
    )
}

/// Orders about others: "powiedz pani, że oddzwonię" is for a colleague.
fn order_about_others(token: &Token) -> bool {
    matches!(
        token.text.as_str(),
        "powiedz"
            | "przekaż"
            | "podaj"
            | "daj"
            | "oddaj"
            | "pokaż"
            | "zaprowadź"
            | "wydaj"
            | "zanieś"
            | "wytłumacz"
            | "zadzwoń"
    )
}

/// Whether a "pan" or "pani" is spoken of rather than to: beside a surname, in the third person.
fn spoken_of(tokens: &[Token], at: usize) -> bool {
    let word = tokens[at].text.as_str();
    if word == "proszę" {
        // "Proszę cię" and "podaj mi proszę" keep no distance.
        return tokens.get(at + 1).is_none_or(|next| {
            let polite = matches!(next.text.as_str(), "pana" | "panią" | "państwa" | "o" | "bardzo" | "się" | "nie");
            !polite && !next.text.ends_with('ć')
        });
    }
    let named = tokens.get(at + 1).is_some_and(|next| next.capital && next.text.chars().count() > 3);
    let told = at > 0 && order_about_others(&tokens[at - 1]);
    let linked = at > 0
        && matches!(tokens[at - 1].text.as_str(), "tej" | "tego" | "temu" | "ten" | "ta" | "tę" | "z" | "od" | "do");
    named || told || linked
}

/// Whether a sentence gives what was said or is written elsewhere.
fn told_on(tokens: &[Token]) -> bool {
    tokens.iter().any(|token| {
        matches!(
            token.text.as_str(),
            "cytuję"
                | "cytat"
                | "pisze"
                | "napisane"
                | "napis"
                | "hasło"
                | "przysłowie"
                | "mówią"
                | "komunikat"
                | "tytuł"
                | "program"
                | "pytanie"
        )
    })
}

/// Set phrases of no particular address: "być może, bądź co bądź", "daj Boże", "chcesz czy nie chcesz".
fn set_phrase(tokens: &[Token], at: usize) -> bool {
    let word = tokens[at].text.as_str();
    let next = tokens.get(at + 1).map_or("", |next| next.text.as_str());
    let before = at.checked_sub(1).map_or("", |at| tokens[at].text.as_str());
    match word {
        // "Bądź" is also "or"; "ty" may be a piece of "tych" or "tylko".
        "bądź" => next != "tak" && next != "cicho" && next != "łaskaw",
        "ty" => tokens.len() == 1,
        "daj" => next.starts_with("bo") || next == "pan" || before == "nie" && next.starts_with("bo"),
        "masz" => matches!(next, "ci" | "babo"),
        "zapomnij" => next == "o",
        // Something on a screen that somebody pleads with.
        "otwórz" | "otwieraj" | "ładuj" | "działaj" | "zaloguj" | "włącz" => next == "się" || before == "się",
        // "A nie, wróć": the speaker corrects themselves.
        "wróć" => tokens[at].mark.is_some(),
        "stój" | "leć" | "idź" => matches!(before, "na" | "w"),
        "mów" | "umów" => !matches!(next, "mi" | "się" | "do" | "że" | "jej" | "mu" | "ją" | "go"),
        "popraw" | "zmian" | "połóż" | "załóż" => next.is_empty() && before.is_empty(),
        _ => false,
    }
}
