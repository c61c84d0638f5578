//! The loudspeaker: switching to it, asking whether one may, insisting after a refusal.

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
            format!("(jest|są|jesteśmy|mam|mamy|rozmawiamy|rozmawiam|słyszymy|słyszy|mówię|słucham|będzie|będziemy|będę) ~4 (na|przez|z|w) ~1 {LOUDSPEAKER}"),
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

/// Patterns of [`ASKS`] that can only ask for consent.
const OF_CONSENT: std::ops::Range<usize> = 1..5;

/// The first pattern of [`ASKS`] to which "nie" consents.
const NO_CONSENTS: usize = 8;

/// Insisting after a refusal, without naming the loudspeaker again.
static INSISTS: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::compile([
        "(włączam!|włączę!|przełączam!|przełączę!|daję!|dam!|przechodzę!|przejdę!|włączyłem|włączyłam|przełączyłem|przełączyłam) ~2 (jednak|i tak|mimo|mimo to|już|na chwil*|na moment|bo tak|ale)",
        "(jednak|i tak|mimo to|mimo wszystko|trudno|ale) ~3 (włączam!|włączę!|przełączam!|przełączę!|włączyłem|włączyłam|przełączyłem|przełączyłam|przejdę!|przechodzę!)",
        "^ [to] [no] (włączam!|włączyłem|włączyłam) ~1",
        "^ [o] [no] [i] już ~1 (włączone|włączony|przełączone|włączyłem|włączyłam|przełączyłem|przełączyłam)",
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
    let asked: Vec<Found> = sure(ASKS.find(&line)).filter(|found| near(&line, found, &place)).collect();
    let consent = asked.iter().any(|found| OF_CONSENT.contains(&found.pattern));
    // "Proszę włączyć głośnik", "czy mówi pan z głośnomówiącego?": the caller's own.
    if of(OFF + 1..THEIRS + 1).is_some() && of(0..SWITCH).is_none() && !consent {
        return None;
    }
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
            ("Czy mogłabym włączyć głośnik?", ASK),
            ("Czy możemy przejść na tryb głośnomówiący?", ASK),
            ("Czy zgadza się pan na głośnomówiący?", ASK),
            ("Zgodzi się pan, żebym mówił do pana przez głośnik?", ASK),
            ("Zgodzi się pani na głośnik?", ASK),
            ("Wyrazi pan zgodę, żebym włączył głośnik?", ASK),
            ("Chciałabym włączyć głośnik, czy może być?", ASK),
            ("Czy pozwoli pani, że przełączę na głośnik?", ASK),
            ("Można włączyć tryb głośnomówiący?", ASK),
            ("Czy mógłbym dać panią na głośnik?", ASK),
            ("Chciałbym, żeby koleżanka słyszała. Zgadza się pan, żebym włączył głośnik?", ASK),
            ("Czy byłaby pani skłonna zgodzić się na głośnomówiący?", ASK),
            ("Potrzebuję pani zgody na włączenie głośnika.", ASK),
            ("Jeśli pan pozwoli, przejdę na głośnomówiący.", ASK),
            ("Za państwa zgodą włączę głośnik.", ASK),
            ("Proszę o zgodę na tryb głośnomówiący.", ASK),
            ("Czy ma pani coś przeciwko, żebym włączyła głośnik?", ASK_NO),
            ("Nie będzie panu przeszkadzało, jak przełączę na głośnik?", ASK_NO),
            ("Czy to będzie problem, jeśli włączę głośnik?", ASK_NO),
            ("Włączę głośnik, zgoda?", ASK),
            ("Przełączę na głośnik, dobrze?", ASK),
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
            ("Przełączam pana teraz na tryb głośnomówiący.", ON),
            ("Dam panią na głośnik, bo muszę pisać.", ON),
            ("Biorę panią na głośnomówiący.", ON),
            ("Włączę zestaw głośnomówiący, będzie mi wygodniej.", ON),
            ("Tylko włączę głośnik.", ON),
            ("Ustawiam na głośnik, żeby koleżanka słyszała.", ON),
            ("Jesteśmy teraz na głośniku.", ON),
            ("Mam panią na głośniku, koleżanka też słucha.", ON),
            ("Zaraz przełączę na głośnomówiący i będziemy pisać.", ON),
            ("Przeszłam na głośnomówiący.", ON),
            ("Odkładam słuchawkę i włączam głośnik.", ON),
            ("Pozwolę sobie włączyć głośnik.", ON),
            ("Będę panią miała na głośniku.", ON),
            ("No to głośnik włączam, proszę mówić.", ON),
            ("Przerzucam pana na głośnik.", ON),
            ("Już wyłączyłam głośnik, jesteśmy sami.", OFF),
            ("Pan mówi z głośnomówiącego, prawda? Bo jest echo.", None),
            ("Może pan włączyć głośnik, porozmawiamy we troje.", None),
            ("Proszę włączyć głośnik w telefonie.", None),
            ("Czy jest pani na głośniku?", None),
            ("Proszę mówić trochę głośniej.", None),
            ("Słyszę panią głośno i wyraźnie.", None),
            ("Przełączam panią do Wydziału Komunikacji.", None),
            ("Czy mogę w czymś jeszcze pomóc?", None),
            ("Proszę podejść bliżej do telefonu.", None),
            ("Czy dzwoni pani z zestawu głośnomówiącego?", None),
            ("Głośnik w słuchawce mi trzeszczy.", None),
            ("Słabo pana słychać, proszę mówić głośno.", None),
            ("Może pani mówić trochę głośniej?", None),
            ("Przełączam do głównej księgowej.", None),
            ("Proszę wyłączyć głośnik.", None),
            ("Hałas z głośników na rynku zgłosi pan straży.", None),
            ("Włączę komputer i sprawdzę.", None),
            ("Czy mogę prosić o głośniejsze mówienie?", None),
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
    }
}
