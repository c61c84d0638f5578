//! What the office calls about, and looking for it on the desk.

use std::sync::LazyLock;

use super::line::Line;
use super::phrases::{Found, Hit, Phrases, surest};
use crate::event::Word;

/// Things that a matter is about.
const MATTER: &str = "(wniosek|wniosk*|wniosek|spraw*|pism*|podani*|decyzj*|zgłoszen*|prośb*|skarg*|reklamacj*|odwołani*|dowod*|dowód|dokument*|zaświadczen*|pozwolen*|podat*|opłat*|zasił*|dodat*|wpłat*|świadczen*|dofinansowan*|termin*|wizyt*|umow*|działk*|prawo jazdy|paszport*|mieszkani*|ulg*|dotacj*|meldun*|zameldowan*|wymeldowan*|legitymacj*|kart*|formularz*|orzeczen*|oświadczen*)";

const CALLING: &str = "(dzwonię!|dzwonimy!|telefonuję!|oddzwaniam!|oddzwaniamy!|kontaktuję! się|kontaktujemy! się|zwracam! się|odzywam! się|zgłaszam! się|zadzwonił*)";

static STATES: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::compile(
        [
            format!("{CALLING} ~5 (w sprawie|w związku|w kwestii|w temacie|bo|ponieważ|gdyż|żeby|aby|z informacj*|z prośbą|z pytani*|z odpowiedzi*|z wiadomości*|z propozycj*|z przypomnieni*|z powodu|odnośnie|co do|na temat|zgodnie z|tak jak|jak|dotycząc*|celem|po to)"),
            format!("{CALLING} ~2 (z|ze) ~3 (informacj*|prośb*|pytani*|odpowiedzi*|wiadomości*|propozycj*|przypomnieni*|zaproszeni*)"),
            format!("{CALLING} ~3 o ~2 {MATTER}"),
            format!("jest ~1 już ~1 {MATTER}"),
            "(dlatego|właśnie) ~2 dzwonię!".to_owned(),
            "(w sprawie|w kwestii|w związku z|odnośnie|odnośnie do) ~2".to_owned(),
            "(chodzi|chodziło|idzie) ~2 o! ~1".to_owned(),
            "(chciał*|chcę!|pragnę!|muszę!|chcemy!|chcieli*|miał*|mam!) ~3 (poinformować|powiadomić|zawiadomić|przekazać|powiedzieć|umówić|ustalić|zapytać|dopytać|spytać|potwierdzić|przypomnieć|prosić|poprosić|wyjaśnić|uzupełnić|omówić|zaprosić|zaproponować|doprecyzować|oddzwonić)".to_owned(),
            "(mam!|mamy!) ~4 (informacj*|wiadomoś*|odpowied*|prośb*|pytani*|decyzj*|wynik*|propozycj*)".to_owned(),
            format!("{{pan}} ~2 {MATTER} ~4 (jest|są|brakuje|czeka|został*|gotow*|wymaga|wpłyn*|przyszł*|rozpatrz*|wygas*|kończy)"),
            format!("(brakuje|brak|gotow*|czeka|przyszł*|wpłyn*|został*|rozpatrzyliśmy|rozpatrzył*|wydaliśmy) ~4 {MATTER}"),
            format!("(złożył*|składał*|prosił*|pytał*|zgłaszał*|zgłosił*|wysłał*|pisał*|zostawił*|wnioskował*|dzwonił*) {{pan}} ~4 ({MATTER}|o|do|w|że|żeby)"),
            format!("{{pan}} ~1 (złożył*|składał*|prosił*|pytał*|zgłaszał*|zgłosił*|wysłał*|pisał*|zostawił*|wnioskował*|dzwonił*) ~4 ({MATTER}|o|do|w|że|żeby)"),
            format!("(otrzymaliśmy|dostaliśmy|dostał*|otrzymał*|wpłynął|wpłynęł*) ~4 {MATTER}"),
        ]
        .iter()
        .map(String::as_str),
    )
});

/// "O co chodzi" and "w jakiej sprawie" ask for a matter.
static ASKS: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::compile(["o co ~2 (chodzi|chodziło)", "w (jakiej|której) sprawie", "(chodzi|idzie) o co ~1"])
});

/// What one looks for.
const PAPERS: &str = "(papier*|papiór*|dokument*|teczk*|wniosek|wniosk*|akta!|akt!|aktach!|pism*|notat*|kartk*|kartecz*|karteluszk*|decyzj*|zapisk*|segregator*|skoroszyt*|podani*|umow*|formularz*|wezwani*|zgłoszeni*|pana sprawę|pani sprawę|państwa sprawę|sprawy|brudnopis*|zeszyt*|kalendarz*|wydruk*|plik*|koszulk*)";

static HUNTS: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::compile(
        [
            "(muszę!|spróbuję!|próbuję!|tylko|zaraz|pozwoli {pan} że|niech|już|chwil*|chwilecz*|momen*|momencik*|sekund*|najpierw) ~4 (znaleźć|odnaleźć|odszukać|poszukać|wygrzebać|znajdę!|odnajdę!|odszukam!|poszukam!|wygrzebię!|szukam!) ~5".to_owned(),
            format!("(szukam!|poszukam!|odszukam!|odnajdę!|znajdę!|przekopuję|przekładam) ~4 {PAPERS}"),
            "nie ~2 (mogę!|umiem|potrafię) ~3 (znaleźć|odnaleźć|odszukać|doszukać)".to_owned(),
            "(gdzieś|gdzie|gdzież) ~5 (zapodział*|podział*|położył*|miał*|leżał*|leży|schował*|odłożył*|wsadził*|wetknął|wetknęł*|dał*|wsunęł*|zginę*|się podziewa*)".to_owned(),
            "gdzieś ~1 (tu|tutaj) ~3 (mam|był*|jest|są|miał*)".to_owned(),
            "gdzie (ja|mi) ~2 (mam|miał*|dał*|jest|są)".to_owned(),
            "gdzie (to|ten|te|ta) ~1 (mam|miał*)".to_owned(),
            "(zapodział*|zawieruszył*|zawieruszy*) ~2".to_owned(),
            format!("(wyjmę!|wyciągnę!|przyniosę!|sięgnę! po|wezmę!|pójdę! po|muszę! wziąć|muszę! wyjąć|muszę! wyciągnąć|muszę! sięgnąć po|muszę! przynieść|muszę! pójść po) ~3 {PAPERS}"),
            format!("nie mam ~3 (przed sobą|pod ręką|przy sobie) ~2 {PAPERS}"),
            format!("nie mam ~2 {PAPERS} ~2 (przed sobą|pod ręką|przy sobie)"),
            format!("(rozłożę!|posegreguję!|ogarnę!|przejrzę!|przerzucę!) ~2 {PAPERS}"),
            "(co|o co) ~1 (ja|to ja|tu) ~2 (miał*|chciał*) ~2 (powiedzieć|przekazać|mówić)".to_owned(),
        ]
        .iter()
        .map(String::as_str),
    )
});

/// What looks like hunting and is not: papers that are there, or the caller's.
static FOUND: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::compile([
        "(mam|mamy) ~3 (wszystko|przygotowan*)",
        "(proszę|niech {pan}|może {pan}|musi {pan}|trzeba) ~3 (znaleźć|poszukać|odszukać|odnaleźć|przynieść|znajdzie|poszuka)",
        "{pan} ~2 (szuka|szukał*|znajdzie|znalazł*|poszuka|odnajdzie)",
        "(poczekać|zaczekać|czekać|poczekam!|zaczekam!|pomóc|pomogę!)",
        "(szukał*|szukaliśmy|znalazł*|odszukał*|odnalazł*) ~2",
    ])
});

/// From this confidence on a hit is meant so.
const MEANT: f32 = 0.75;

/// The agent says what they call about: "dzwonię w sprawie pani wniosku", "chodzi o prawo jazdy".
pub fn states_matter(words: &[Word]) -> Option<Hit> {
    best(words, &STATES, &ASKS)
}

/// The agent says that they must find the papers first: "gdzieś mi się tu zapodziały".
pub fn hunts_for_papers(words: &[Word]) -> Option<Hit> {
    best(words, &HUNTS, &FOUND)
}

fn best(words: &[Word], phrases: &Phrases, not: &Phrases) -> Option<Hit> {
    let line = Line::new(words);
    let not = not.find(&line);
    let free = |found: &Found| {
        !not.iter().any(|other| other.likeness >= found.likeness && other.from < found.to && found.from < other.to)
    };
    let found = phrases.find(&line).into_iter().filter(|found| found.likeness >= MEANT && free(found));
    surest(found.map(|found| found.hit(&line, 1.0)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::polish::normalise::words_of;

    fn meant(rows: &[&str], meaning: fn(&[Word]) -> Option<Hit>, expected: bool) {
        let wrong: Vec<&&str> = rows.iter().filter(|said| meaning(&words_of(said)).is_some() != expected).collect();
        assert!(wrong.is_empty(), "{wrong:#?}");
    }

    #[test]
    fn the_matter_is_stated() {
        meant(
            &[
                "Dzwonię w sprawie pani prośby o dołączenie do systemu ostrzegania.",
                "Dzwonię, bo prosił pan o pomoc w wypełnieniu wniosku.",
                "Tu urząd, dzwonię w sprawie wniosku, który pani złożyła w maju.",
                "Chodzi o pani prawo jazdy, w aktach brakuje orzeczenia lekarskiego.",
                "Dzwonię z informacją o zaświadczeniu.",
                "Dzień dobry, dzwonię, żeby umówić z panem oględziny działki.",
                "Kontaktuję się z panem w związku ze skargą na hałas.",
                "Oddzwaniam, prosił pan o informację o podatku.",
                "Zgodnie z obietnicą dzwonię, żeby przekazać pani wynik.",
                "Chciałam panią poinformować, że decyzja jest gotowa.",
                "Mam dla pana odpowiedź z Wydziału Podatków.",
                "Pani wniosek o dowód czeka na uzupełnienie.",
                "W pana wniosku brakuje podpisu.",
                "Złożyła pani wniosek o dodatek mieszkaniowy.",
                "Przyszła odpowiedź w sprawie pani działki.",
                "Telefonuję w kwestii opłaty za śmieci.",
                "Otrzymaliśmy od pani wniosek o ulgę.",
                "Muszę potwierdzić z panem termin wizyty.",
                "Zostawiła pani wiadomość na sekretarce, dlatego dzwonię.",
                "Dzwonię z nie najlepszą wiadomością, wniosek ma braki formalne.",
            ],
            states_matter,
            true,
        );
    }

    #[test]
    fn greetings_and_questions_state_no_matter() {
        meant(
            &[
                "Dzień dobry, Andrzej Zakrzewski, podinspektor, Urząd Miejski w Łomży.",
                "Czy rozmawiam z panią Wiśniewską?",
                "Halo, czy pani mnie słyszy?",
                "Zaraz, chwileczkę, muszę znaleźć pani papiery.",
                "W jakiej sprawie pan dzwoni?",
                "O co chodzi?",
                "Tak, to ja.",
                "Dzień dobry, dzwonię z urzędu miasta.",
                "Czy może pan teraz rozmawiać?",
                "Dziękuję bardzo, do widzenia.",
            ],
            states_matter,
            false,
        );
    }

    #[test]
    fn papers_are_hunted_for() {
        meant(
            &[
                "Zaraz, chwileczkę, muszę znaleźć pani papiery, gdzieś mi się tu zapodziały na biurku.",
                "Gdzie ja to mam, momencik.",
                "Gdzieś tu miałam pana wniosek.",
                "Przepraszam, nie mogę znaleźć pani teczki.",
                "Już, już szukam pana dokumentów.",
                "Chwileczkę, tylko znajdę notatki.",
                "Moment, gdzie mi się podziała ta kartka.",
                "Leżało tu gdzieś, zaraz znajdę.",
                "Poszukam tylko pana podania.",
                "Sekundę, wyciągnę pani akta.",
                "Nie mam teraz przed sobą dokumentów.",
                "Zawieruszyło mi się pani pismo.",
                "Niech no ja odszukam tę sprawę.",
                "Gdzieś odłożyłem pana decyzję.",
                "Muszę najpierw odszukać pani sprawę w papierach.",
            ],
            hunts_for_papers,
            true,
        );
    }

    #[test]
    fn papers_that_are_there_are_not() {
        meant(
            &[
                "Wszystko mam przygotowane. Numer mamy kończy się na sto dwanaście, zgadza się?",
                "Mam przed sobą pani wniosek.",
                "Proszę znaleźć umowę i podać mi numer.",
                "Dzwonię w sprawie wniosku o wymeldowanie pana siostry.",
                "Brakuje w nim daty, kiedy siostra opuściła mieszkanie.",
                "Wpisałam. Wniosek będzie gotowy do podpisu w czwartek.",
                "Proszę przynieść dokumenty do pokoju trzy.",
                "Czy znalazła pani już decyzję?",
                "Proszę to uzupełnić na piśmie, w ciągu czternastu dni.",
                "Kluczyki znalazł dozorca.",
            ],
            hunts_for_papers,
            false,
        );
    }
}
