//! The loudspeaker: switching to it, asking whether one may, and what the other side answers.

use std::sync::LazyLock;

use super::line::Line;
use super::phrases::{Found, Phrases};
use crate::event::Word;

/// What the agent says about the loudspeaker.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mention {
    /// Asks whether they may: "czy mogę przełączyć na głośnik?".
    Asks {
        /// The question is put so that "nie" consents: "nie będzie to panu przeszkadzać?".
        no_consents: bool,
    },
    /// Switches, or has switched: "włączam panią na głośnik".
    Switches,
    /// Switches back: "już wyłączyłam głośnik".
    SwitchesOff,
}

/// How the caller answers a request for consent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// "Proszę bardzo."
    Consents,
    /// "Nie, wolałbym nie."
    Refuses,
}

const LOUDSPEAKER: &str =
    "(głośnik*|głośniczk*|głośnomówiąc*|głośno mówiąc*|tryb głośn*|zestaw głośn*|na głośny|na głośno|głośnomówiąco)";

/// Switching on, first person.
const I_SWITCH: &str = "(włączam!|włączę!|włączymy!|włączamy!|przełączam!|przełączę!|przełączymy!|przełączamy!|przechodzę!|przejdę!|przejdziemy!|daję!|dam!|damy!|biorę!|wezmę!|ustawiam!|ustawię!|puszczam!|puszczę!|uruchamiam!|uruchomię!|przestawiam!|przestawię!|załączam!|załączę!|odpalam!|odpalę!|wrzucam!|wrzucę!|przerzucam!|przerzucę!|zrobię!|robię!|kładę!|położę!|włączyłem|włączyłam|przełączyłem|przełączyłam|przeszedłem|przeszłam|ustawiłem|ustawiłam|dałem|dałam)";

const TO_SWITCH: &str = "(włączyć|przełączyć|przejść|dać|wziąć|ustawić|puścić|uruchomić|przestawić|załączyć|użyć|korzystać|skorzystać|rozmawiać|mówić|zostać|przerzucić|włączył*|przełączył*|przeszł*|przeszedł*|ustawił*|dał*|skorzystał*)";

/// Patterns of [`LOUD`], by their places in it.
const SWITCH: usize = 3;
const OFF: usize = 6;
const THEIRS: usize = 9;

static LOUD: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::compile(
        [
            // On.
            format!("{I_SWITCH} ~4 {LOUDSPEAKER}"),
            format!("{LOUDSPEAKER} ~3 {I_SWITCH}"),
            format!("(muszę!|pozwolę sobie|będę|spróbuję!|zaraz|chcę!|chciał*) ~3 {TO_SWITCH} ~4 {LOUDSPEAKER}"),
            // On already.
            format!("(jest|są|jesteśmy|mam|mamy|rozmawiamy|rozmawiam|słyszymy|słyszy|mówię|słucham|będzie|będziemy) ~4 (na|przez|z|w) ~1 {LOUDSPEAKER}"),
            format!("(działa|włączony|mam włączony|jest włączony) ~1 {LOUDSPEAKER}"),
            // Off.
            format!("(wyłącz*|zdejm*|zdjął*|zdjęł*|rezygnuję! z|bez) ~3 {LOUDSPEAKER}"),
            format!("(nie) ~1 (włączam!|włączę!|przełączam!|przełączę!|będę) ~3 {LOUDSPEAKER}"),
            // The other side's own.
            format!("(proszę ~2|(może!|mógłby|mogłaby|niech|czy|zechce) ~1 {{pan}} ~1) (włączyć|wyłączyć|ściszyć|włączy|wyłączy|ściszy|przełączyć|mówi|rozmawia|korzysta) ~4 {LOUDSPEAKER}"),
            format!("czy ~1 (jest|są|ma|mówi) ~1 {{pan}} ~3 {LOUDSPEAKER}"),
            format!("{{pan}} ~2 (mówi|jest|rozmawia|korzysta|ma) ~3 (na|z|przez|włączony) ~1 {LOUDSPEAKER} ~3 ?"),
        ]
        .iter()
        .map(String::as_str),
    )
});

static MENTION: LazyLock<Phrases> = LazyLock::new(|| Phrases::compile([LOUDSPEAKER]));

/// Asking for consent, near a mention.
static ASKS: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::compile(
        [
            format!("(czy|mogę!|możemy!|można|mógłbym|mogłabym|moglibyśmy|wolno) ~4 {TO_SWITCH}"),
            "(zgodzi!|zgodzą!|zgadza!|zgadzają!) ~1 się".to_owned(),
            "(zgodę|zgody|zgodą|zgoda) ~2".to_owned(),
            "(pozwoli!|pozwolą!|pozwala!|pozwolenie|pozwoleniem) ~2".to_owned(),
            "(wyraża!|wyrażą|wyrazi!) ~3 (zgod*)".to_owned(),
            "(jeśli|jeżeli) ~1 (można|wolno|{pan} pozwoli|{pan} się zgodzi|nie przeszkadza)".to_owned(),
            "(dobrze|może być|zgoda|tak|można|pasuje|w porządku|okej) ?".to_owned(),
            "(co {pan} na to|czy to w porządku|czy może tak być|czy może być|odpowiada {pan})".to_owned(),
            // From here on "nie" consents.
            "(nie|czy) ~3 (przeszkadzał*|przeszkadza!|przeszkadzać|przeszkodzi)".to_owned(),
            "(coś|nic) ~2 przeciw*".to_owned(),
            "nie ~2 (pogniewa|obrazi|weźmie mi za złe)".to_owned(),
            "(czy to|nie będzie|nie jest) ~2 (problem*|kłopot*)".to_owned(),
        ]
        .iter()
        .map(String::as_str),
    )
});

/// The first pattern of [`ASKS`] to which "nie" consents.
const NO_CONSENTS: usize = 8;

/// Insisting after a refusal, without naming the loudspeaker again.
static INSISTS: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::compile([
        "(włączam!|włączę!|przełączam!|przełączę!|daję!|dam!|przechodzę!|przejdę!|włączyłem|włączyłam|przełączyłem|przełączyłam) ~2 (jednak|i tak|mimo|mimo to|już|na chwil*|na moment|bo tak|ale)",
        "(jednak|i tak|mimo to|mimo wszystko|trudno|ale) ~3 (włączam!|włączę!|przełączam!|przełączę!|włączyłem|włączyłam|przełączyłem|przełączyłam|przejdę!|przechodzę!)",
        "^ [to] [no] (włączam!|włączyłem|włączyłam) ~1",
    ])
});

const REFUSES: &[&str] = &[
    "(wolał*|wolę!|wolimy!) ~2 nie (^|$)",
    "(wolał*|wolę!) ~3 (bez|normalnie|zwykł*|tylko we dwoje|w cztery oczy|prywatnie|żeby nie)",
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

/// What the agent says about the loudspeaker, with the source words it rests on.
pub fn mention(words: &[Word]) -> Option<(Mention, std::ops::Range<usize>)> {
    let line = Line::new(words);
    let place = sure(MENTION.find(&line)).next()?;
    let loud: Vec<Found> = sure(LOUD.find(&line)).collect();
    let of = |range: std::ops::Range<usize>| loud.iter().find(move |found| range.contains(&found.pattern));
    // "Proszę włączyć głośnik", "czy mówi pan z głośnomówiącego?": the caller's own.
    if of(OFF + 1..THEIRS + 1).is_some() && of(0..SWITCH).is_none() {
        return None;
    }
    let asked: Vec<Found> = sure(ASKS.find(&line)).filter(|found| near(&line, found, &place)).collect();
    let switches = of(0..OFF - 1);
    // "Włączam" and "wyłączam" sound alike: the likelier one was said.
    let off = of(OFF - 1..OFF + 1).filter(|off| switches.is_none_or(|on| off.likeness > on.likeness));
    let marked = line.asked(place.from);
    if !asked.is_empty() || marked && switches.is_some() {
        let no_consents = asked.iter().any(|found| found.pattern >= NO_CONSENTS);
        let from = asked.iter().map(|found| found.from).chain([place.from]).min().unwrap_or(place.from);
        let to = asked.iter().map(|found| found.to).chain([place.to]).max().unwrap_or(place.to);
        return Some((Mention::Asks { no_consents }, line.words(from..to)));
    }
    if let Some(found) = off {
        return Some((Mention::SwitchesOff, line.words(found.from..found.to)));
    }
    switches.map(|found| (Mention::Switches, line.words(found.from..found.to)))
}

/// The agent goes on with switching after a refusal, not naming it again: "włączam jednak".
pub fn insists(words: &[Word]) -> Option<std::ops::Range<usize>> {
    let line = Line::new(words);
    let found = sure(INSISTS.find(&line)).next()?;
    Some(line.words(found.from..found.to))
}

/// How the caller answers a request for consent; `no_consents` as the question was put.
pub fn answer(words: &[Word], no_consents: bool) -> Option<Answer> {
    let line = Line::new(words);
    let consents: Vec<Found> = sure(CONSENTS_PHRASES.find(&line)).collect();
    let refuses: Vec<Found> = sure(REFUSES_PHRASES.find(&line)).collect();
    // "Nie zgadzam się" holds "zgadzam się", and "nie przeszkadza mi to" holds "przeszkadza mi": what
    // begins first is what was meant.
    let refused = refuses.iter().any(|no| !consents.iter().any(|yes| opens_before(yes, no)));
    let consented = consents.iter().any(|yes| !refuses.iter().any(|no| opens_before(no, yes)));
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

/// Whether a request stands in the mention's sentence or in one beside it.
fn near(line: &Line, found: &Found, place: &Found) -> bool {
    let sentence = |token: usize| line.sentences().iter().position(|sentence| sentence.contains(&token)).unwrap_or(0);
    sentence(found.from).abs_diff(sentence(place.from)) <= 1
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::polish::normalise::words_of;

    const ASK: Option<Mention> = Some(Mention::Asks { no_consents: false });
    const ASK_NO: Option<Mention> = Some(Mention::Asks { no_consents: true });
    const ON: Option<Mention> = Some(Mention::Switches);
    const OFF: Option<Mention> = Some(Mention::SwitchesOff);

    #[test]
    fn asking_switching_and_switching_back() {
        let wrong: Vec<String> = [
            ("Czy mogę przełączyć pana na głośnomówiący, żeby koleżanka też słyszała?", ASK),
            ("Czy zgodzi się pan, żebym przełączyła na tryb głośnomówiący?", ASK),
            ("Chciałabym to od razu zapisać. Czy mogę włączyć tryb głośnomówiący?", ASK),
            ("Czy zgadza się pani, żebym włączyła tryb głośnomówiący?", ASK),
            ("Jest tu ze mną prawnik, czy mogę dać na głośnomówiący?", ASK),
            ("Czy wyraża pan zgodę na to, że przełączę na głośnik, bo muszę jednocześnie pisać?", ASK),
            ("Jest obok mnie Marta, pozwoli pan, że włączę tryb głośnomówiący?", ASK),
            ("Przechodzę na głośnomówiący, dobrze?", ASK),
            ("Mogę włączyć głośnik?", ASK),
            ("Chciałbym włączyć głośnik. Zgadza się pan?", ASK),
            ("Jeśli pani pozwoli, włączę głośnik.", ASK),
            ("Za pana zgodą przełączę na głośnik.", ASK),
            ("Włączę głośnik, żeby kolega też słyszał, ma pan coś przeciwko?", ASK_NO),
            ("Czy nie będzie pani przeszkadzać, jeśli włączę głośnik?", ASK_NO),
            ("Włączam panią na głośnik, bo muszę mieć wolne ręce do pisania.", ON),
            ("Moment, przełączę na głośnik, bo obie ręce mam zajęte. Już, proszę mówić.", ON),
            ("Uprzedzam, że jest pan teraz na głośnomówiącym, w pokoju siedzą jeszcze dwie osoby.", ON),
            ("Daję panią na głośnik.", ON),
            ("Niech pan poczeka, przełączę na głośny, bo muszę mieć wolne ręce.", ON),
            ("Włączyłam głośnik, proszę mówić.", ON),
            ("Muszę przełączyć na głośnomówiący.", ON),
            ("Rozmawiamy na głośniku, bo piszę.", ON),
            ("Przechodzę na zestaw głośnomówiący.", ON),
            ("Już wyłączyłam głośnik, jesteśmy sami.", OFF),
            ("Pan mówi z głośnomówiącego, prawda? Bo jest echo.", None),
            ("Może pan włączyć głośnik, porozmawiamy we troje.", None),
            ("Proszę włączyć głośnik w telefonie.", None),
            ("Czy jest pani na głośniku?", None),
            ("Proszę mówić trochę głośniej.", None),
            ("Słyszę panią głośno i wyraźnie.", None),
            ("Przełączam panią do Wydziału Komunikacji.", None),
            ("Czy mogę w czymś jeszcze pomóc?", None),
        ]
        .iter()
        .filter_map(|(said, expected)| {
            let heard = mention(&words_of(said)).map(|(mention, _)| mention);
            (heard != *expected).then(|| format!("{said}: {heard:?} in place of {expected:?}"))
        })
        .collect();
        assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
    }

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
    fn insisting_names_it_no_more() {
        for said in [
            "Włączam jednak, bo tak będzie szybciej, to tylko chwilka.",
            "To ja i tak włączę.",
            "Trudno, przełączam.",
            "Mimo to włączę na chwilę.",
        ] {
            assert!(insists(&words_of(said)).is_some(), "{said}");
        }
        for said in ["Dobrze, to zostawmy jak jest.", "Rozumiem, w takim razie nie.", "Ile córka ma lat?"] {
            assert!(insists(&words_of(said)).is_none(), "{said}");
        }
        assert!(complains(&words_of("No ale ja się przecież nie zgodziłem.")));
        assert!(!complains(&words_of("No dobrze, skoro pan już włączył.")));
    }
}
