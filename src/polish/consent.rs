//! Consent: what the other side answers when asked whether one may.

use std::sync::LazyLock;

use super::line::Line;
use super::phrases::{Found, Phrases};
use crate::event::Word;

/// How the caller answers a request for consent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// "Proszę bardzo."
    Consents,
    /// "Nie, wolałbym nie."
    Refuses,
}

const REFUSES: &[&str] = &[
    "(wolał*|wolę!|wolimy!) ~2 nie (^|$)",
    "(wolał*|wolę!) ~3 (bez|normalnie|zwykł*|tylko we dwoje|żeby|w cztery oczy|prywatnie|żeby nie)",
    "nie ~2 (zgadzam!|zgodzę!|zgodził*|wyrażam!|życzę!|życzył*|pozwalam!|chcę!|chciał*|godzę!|zamierzam|podoba) ~1",
    "(proszę|prosił*|poprosił*) ~1 (tego|o to|żeby|mnie|o) ~1 nie ~1 (włączać|robić|przełączać|włączał*|przełączał*|dawać|robił*)",
    "proszę ~1 nie (^|$|włączać|przełączać|robić|dawać)",
    "(lepiej|raczej|absolutnie|zdecydowanie|stanowczo|może|chyba|na pewno|oj|no|niestety|broń boże|jednak) nie (^|$)",
    "(bez|tylko nie|żadnego|żadnych) ~1 (głośnik*|głośnomówi*|nagłaśnia*)",
    "(odmawiam!|sprzeciwiam!|wykluczone|nie ma mowy|po co|niekoniecznie|nie trzeba)",
    "(przeszkadzał*|przeszkadza) mi ~1",
    "^ [tak] mam! ~1 (przeciw*|coś przeciw*)",
    "^ nie (^|$) ~4 (to są|to moje|moje|nie chcę|nie życzę|prywatn*|osobist*|zdrowotn*|poufn*)",
];

const CONSENTS: &[&str] = &[
    "^ [no] [a] [ależ] (tak|dobrze|jasne|oczywiście|pewnie|zgoda|owszem|okej|ok|naturalnie|śmiało|może być|w porządku|niech będzie|proszę|słusznie|dobra) (^|$)",
    "proszę (bardzo|uprzejmie|włączyć|przełączyć|śmiało|włączać|przełączać)",
    "(zgadzam!|zgodzę!|zgodził*|godzę!) ~1 się",
    "wyrażam ~1 zgodę",
    "(może!|mogą!|możecie!) {pan} ~1 (włączyć|przełączyć|śmiało) ~1",
    "^ [tak] (może!|mogą!) {pan} (^|$)",
    "(nie ma|bez|żaden|żadnego) (problemu|sprawy|przeszkód|kłopotu|problem|kłopot)",
    "nie ~3 (przeszkadza!|przeszkadzał*|przeszkadzać|szkodzi)",
    "nie mam! ~2 (nic przeciw*|przeciw*|zastrzeżeń|obiekcji)",
    "nic nie mam ~1",
    "(niech|niechże) {pan} ~2 (włączy|przełączy|włącza|przełącza|robi)",
    "(wszystko|obojętne|wszystko jedno) ~1 mi",
    "(jak|skoro|jeśli) ~2 (trzeba|potrzeba|wygodniej|musi|tak wygodniej) ~2",
];

static REFUSES_PHRASES: LazyLock<Phrases> = LazyLock::new(|| Phrases::compile(REFUSES.iter().copied()));
static CONSENTS_PHRASES: LazyLock<Phrases> = LazyLock::new(|| Phrases::compile(CONSENTS.iter().copied()));
static BARE_NO: LazyLock<Phrases> = LazyLock::new(|| Phrases::compile(["^ [no] [oj] [to] [a] (nie!|nie nie) (^|$)"]));

/// The caller says afterwards that they had not agreed.
static COMPLAINS: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::compile([
        "nie ~1 (zgodził*|zgadzał*|wyraził*|wyrażał*|pozwolił*|pozwalał*) ~1",
        "(przecież|ale) ~2 (mówił*|powiedział*|prosił*) ~2 (nie|żeby nie)",
    ])
});

/// From this confidence on a hit is meant so.
const MEANT: f32 = 0.7;

/// How the caller answers a request for consent; `no_consents` as the question was put.
pub fn answer(words: &[Word], no_consents: bool) -> Option<Answer> {
    let line = Line::new(words);
    let yeses: Vec<Found> = sure(CONSENTS_PHRASES.find(&line)).collect();
    let noes: Vec<Found> = sure(REFUSES_PHRASES.find(&line)).collect();
    // "Nie zgadzam się" holds "zgadzam się", and "nie przeszkadza mi to" holds "przeszkadza mi": what
    // begins first is what was meant.
    let refused = noes.iter().any(|no| !yeses.iter().any(|yes| opens_before(yes, no)));
    let consented = yeses.iter().any(|yes| !noes.iter().any(|no| opens_before(no, yes)));
    let no = sure(BARE_NO.find(&line)).next().is_some();
    match (refused, consented) {
        (true, _) => Some(Answer::Refuses),
        (false, true) => Some(Answer::Consents),
        (false, false) if no => Some(if no_consents { Answer::Consents } else { Answer::Refuses }),
        (false, false) => None,
    }
}

/// The caller complains that they had not agreed.
pub fn complains(words: &[Word]) -> bool {
    sure(COMPLAINS.find(&Line::new(words))).next().is_some()
}

fn opens_before(one: &Found, other: &Found) -> bool {
    one.from < other.from && other.from < one.to
}

fn sure(found: Vec<Found>) -> impl Iterator<Item = Found> {
    found.into_iter().filter(|found| found.likeness >= MEANT)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::polish::normalise::words_of;

    #[test]
    fn answers_as_the_question_was_put() {
        let (yes, no) = (Some(Answer::Consents), Some(Answer::Refuses));
        let wrong: Vec<String> = [
            ("Proszę bardzo, zgadzam się.", false, yes),
            ("Tak. Zgadzam się.", false, yes),
            ("Dobrze.", false, yes),
            ("No dobrze, niech pani włączy.", false, yes),
            ("Oczywiście.", false, yes),
            ("Nie ma problemu.", false, yes),
            ("Nie, nie przeszkadza mi to.", true, yes),
            ("Nie mam nic przeciwko.", true, yes),
            ("Tak.", false, yes),
            ("Tak, proszę.", false, yes),
            ("Tak, oczywiście, nie ma sprawy.", false, yes),
            ("Jasne, proszę bardzo.", false, yes),
            ("Może pani.", false, yes),
            ("A proszę, proszę.", false, yes),
            ("Zgoda.", false, yes),
            ("Okej.", false, yes),
            ("No dobra.", false, yes),
            ("Dobrze, zgadzam się, byle szybko.", false, yes),
            ("Nie ma sprawy, niech pan włącza.", false, yes),
            ("Proszę włączyć.", false, yes),
            ("Mnie to nie przeszkadza.", false, yes),
            ("Tak, może być.", false, yes),
            ("Wyrażam zgodę.", false, yes),
            ("Skoro pani musi, to proszę.", false, yes),
            ("Pewnie, że tak.", false, yes),
            ("W porządku.", false, yes),
            ("Niech będzie.", false, yes),
            ("Tak, zgadzam się na głośnik.", false, yes),
            ("Nie, nie zgadzam się.", false, no),
            ("Nie, dziękuję.", false, no),
            ("Nie chcę.", false, no),
            ("Wolę nie.", false, no),
            ("Ja bym wolała nie.", false, no),
            ("Proszę tego nie robić.", false, no),
            ("Absolutnie nie.", false, no),
            ("Nie życzę sobie tego.", false, no),
            ("Niestety nie.", false, no),
            ("Lepiej nie.", false, no),
            ("Wolałbym, żeby nikt inny nie słuchał.", false, no),
            ("Nie, bo to są moje prywatne sprawy.", false, no),
            ("Nie wyrażam zgody.", false, no),
            ("No nie, proszę pana.", false, no),
            ("Nie chciałabym.", false, no),
            ("Odmawiam.", false, no),
            ("Tylko nie na głośnik.", false, no),
            ("Wolałabym rozmawiać normalnie.", false, no),
            ("Nie, nie, proszę nie.", false, no),
            ("Raczej nie, bo to o zdrowiu.", false, no),
            ("Nie.", true, yes),
            ("Nie.", false, no),
            ("Nie, wolałbym nie. To są sprawy zdrowotne dziecka.", false, no),
            ("Wolałabym nie.", false, no),
            ("Nie zgadzam się.", false, no),
            ("Nie, proszę nie włączać.", false, no),
            ("Raczej nie.", false, no),
            ("Nie życzę sobie głośnika.", false, no),
            ("Lepiej nie, to prywatna sprawa.", false, no),
            ("Nie chciałabym, żeby ktoś słuchał.", true, no),
            ("A ile to potrwa?", false, None),
            ("Halo?", false, None),
        ]
        .iter()
        .filter_map(|(said, no_consents, expected)| {
            let heard = answer(&words_of(said), *no_consents);
            (heard != *expected).then(|| format!("{said}: {heard:?} in place of {expected:?}"))
        })
        .collect();
        assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
    }

    #[test]
    fn complaining_afterwards() {
        assert!(complains(&words_of("No ale ja się przecież nie zgodziłem.")));
        assert!(!complains(&words_of("No dobrze, skoro pan już włączył.")));
    }
}
