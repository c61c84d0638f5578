//! Leaving the desk in the middle of a call: going to get, ask or check something elsewhere.

use std::sync::LazyLock;

use super::line::Line;
use super::phrases::{Found, Hit, Phrases, surest};
use crate::event::Word;

/// Going somewhere, first person, now.
const GO: &str = "(idę!|pójdę!|podejdę!|podchodzę!|przejdę!|przejdę się|zejdę!|schodzę!|wejdę!|wyjdę!|wychodzę!|odejdę!|odchodzę!|zajdę!|skoczę!|podskoczę!|wyskoczę!|przeskoczę!|lecę!|polecę!|podlecę!|zlecę!|pobiegnę!|biegnę!|podbiegnę!|zbiegnę!|udam! się|udaję! się|oddalę! się|cofnę! się)";

const TO_GO: &str = "(iść|pójść|podejść|przejść|przejść się|zejść|wejść na|wyjść|odejść|zajść|skoczyć|podskoczyć|wyskoczyć|przeskoczyć|pobiec|wstać|udać się|oddalić się|cofnąć się|zbiec|opuścić ~1 (biurko|stanowisko|pokój))";

/// What one goes for, or where to.
const WHERE: &str = "(po!|do!|na (górę|dół|piętro|zaplecze|parter|korytarz|chwil*|momen*|sekund*|drug*)|zobaczyć|zapytać|spytać|dopytać|sprawdzić|poszukać|odszukać|przynieść|zajrzeć|zerknąć|dowiedzieć|poprosić|zawołać|wyjąć|wyciągnąć|odebrać|wziąć|znaleźć|obok|piętro (wyżej|niżej)|tam|od (biurka|telefonu|aparatu|stanowiska|komputera)|stąd|z pokoju|skserować|wydrukować|zeskanować|porozmawiać|upewnić|skonsultować|ustalić)";

/// Things that are fetched.
const THINGS: &str = "(akta|akt|aktów|teczk*|księg*|segregator*|dokument*|papier*|grafik*|wniosek|wniosk*|wykaz*|rejestr*|kartotek*|umow*|pism*|decyzj*|map*|plan|plany|projekt|formularz*|druk*|klucz*|pieczą*|notat*|spis*|go|ją|je|to|wszystko)";

/// Places that are not at the desk.
const ELSEWHERE: &str = "(w (archiwum|sekretariacie|kancelarii|kadrach|magazynie|piwnicy|szafie na korytarzu|serwerowni|księgowości|składzie|kasie)|w ~1 (drugim|innym|tamtym|sąsiednim) (pokoju|wydziale|budynku|dziale|skrzydle|referacie)|w pokoju obok|na (zapleczu|górze|dole|korytarzu|parterze|pierwszym piętrze|drugim piętrze|piętrze)|piętro (wyżej|niżej)|za ścianą|po sąsiedzku)";

static LEAVES: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::compile(
        [
            format!("{GO} ~3 {WHERE}"),
            format!("(muszę!|pozwolę sobie|pozwoli {{pan}} że|będę musiał*|chciał*bym|spróbuję!|to zaraz|zmuszon* jestem|potrzebuję!) ~3 {TO_GO}"),
            format!("(muszę!|pozwolę sobie|zaraz|spróbuję!) ~2 przynieść ~2 {THINGS}"),
            format!("(przyniosę!|przynoszę!|doniosę!) ~3 {THINGS}"),
            format!("(zapytam!|spytam!|sprawdzę!|zobaczę!|poszukam!|dopytam!|zajrzę!|rozejrzę! się|dowiem! się|zerknę!|odszukam!|popatrzę!) ~4 {ELSEWHERE}"),
            format!("(muszę!|chciał*bym|spróbuję!|pozwolę sobie|pozwoli {{pan}} że) ~2 (zapytać|spytać|sprawdzić|zobaczyć|poszukać|odszukać|odszukam|zajrzeć) ~4 {ELSEWHERE}"),
            "(odchodzę!|odejdę!|wychodzę!|wyjdę!|znikam!|zniknę!|oddalam! się|oddalę! się) ~1 (na|od) ~1 (chwil*|chwilecz*|momen*|minut*|sekund*|biurk*|telefon*|aparat*|stanowisk*)".to_owned(),
            "(na|dosłownie na) (chwil*|chwilecz*|momen*|minut*|sekund*) ~1 (odejdę!|odchodzę!|wyjdę!|wychodzę!|zniknę!|znikam!|oddalę!)".to_owned(),
            "(wstanę!|wstaję!) ~2 (od|i|po|z|zobaczyć|sprawdzić)".to_owned(),
            "nie będzie mnie ~2 (przez|chwil*|momen*|minut*|przy)".to_owned(),
            "(zostawię!|zostawiam!) {pan} ~1 (na chwil*|na momen*|na linii|samego|samą|przy telefonie)".to_owned(),
            "odkładam! ~2 słuchawkę ~2 (i|bo|na|ale|żeby)".to_owned(),
        ]
        .iter()
        .map(String::as_str),
    )
});

/// What is not done in this call, or not by leaving it.
static NOT_NOW: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::compile([
        "(jutro|pojutrze|wieczorem|rano|później|kiedyś|po południu|po pracy|nazajutrz|za tydzień|za miesiąc|za godzinę|następnym razem)",
        "(w|we) (poniedziałek|wtorek|środę|czwartek|piątek|sobotę|niedzielę|przyszły*|przyszłym)",
        "(oddzwonię!|oddzwaniam!|zadzwonię! do {pan}|zadzwonię! jak|odezwę się)",
        "(proszę|niech {pan}) ~1 (zadzwonić|zadzwoni) ~1 (za|później|jutro)",
        "(jak|gdy|kiedy|jeśli|jeżeli|gdyby) ~2 {pan} ~3 (przyjdzie|przyjedzie|będzie|zjawi|przyniesie)",
        "(idę!|wychodzę!|lecę!|pójdę!|schodzę!) ~1 na ~1 (urlop*|zwolnien*|emerytur*|przerw*|obiad*|narad*|zebran*|spotkan*|macierzyńsk*|pogrzeb*|szkolen*|posiedzen*|wesel*)",
        "(idę!|lecę!|pójdę!|wychodzę!) ~1 do (domu|szkoły|lekarza|kościoła|pracy|sklepu)",
        "(podejdę!|przejdę!|zejdę!|wyjdę!|skoczę!|pójdę!) ~1 (do|po) (pana|pani|panią|państwa) ~1 (o|przed|we|w)",
        "(zejdę!|wyjdę!|podejdę!|pójdę!) ~1 po (pana|panią|państwa)",
        "(przejdę!|przejdźmy|przechodzę!|przejdziemy) ~1 (do|na) ~1 (pytan*|rzeczy|spraw*|kolejn*|następn*|temat*|punkt*|drug* części|sedna|głośn*)",
        "(dojdę!|dojdziemy|dochodzę!)",
        "(przyjdę!|przyjść|przyjechać|przyjadę!|przyniesie!|przyjdzie!)",
        "(niech|proszę|musi|powinien|powinna|może) ~2 (idzie|biegnie|wejdzie|podejdzie|pójdzie|zejdzie|przejdzie|wyjdzie|skoczy|iść|pójść|podejść|wejść|przejść)",
        "(idę!|lecę!) ~1 z ~1 (duchem|prądem|tym)",
        "(nie|czy) ~1 (idę!|pójdę!|wyjdę!|podejdę!|przyniosę!|muszę!) ~1",
    ])
});

/// From this confidence on a hit is meant so.
const MEANT: f32 = 0.7;

/// The agent says that they go to get, ask or check something away from the desk: "muszę pójść po
/// księgę do archiwum". Looking into the system is not leaving.
pub fn announces_leaving(words: &[Word]) -> Option<Hit> {
    let line = Line::new(words);
    let not = NOT_NOW.find(&line);
    let sentences = line.sentences();
    // "Proszę wybaczyć, muszę pójść": a request ends with its clause.
    let whole = |other: &Found| line.tokens()[other.from..other.to - 1].iter().all(|token| token.mark.is_none());
    let here = |found: &Found| {
        // What is said in the same sentence about another day concerns this going as well.
        let sentence = sentences.iter().find(|sentence| sentence.contains(&found.from)).cloned().unwrap_or_default();
        !not.iter().any(|other| other.likeness >= 0.85 && whole(other) && sentence.contains(&other.from))
    };
    let found = LEAVES.find(&line).into_iter().filter(|found| found.likeness >= MEANT && here(found));
    surest(found.map(|found| found.hit(&line, 1.0)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::polish::normalise::words_of;

    fn said_so(rows: &[&str], expected: bool) {
        let wrong: Vec<&&str> =
            rows.iter().filter(|said| announces_leaving(&words_of(said)).is_some() != expected).collect();
        assert!(wrong.is_empty(), "{wrong:#?}");
    }

    #[test]
    fn going_elsewhere_is_leaving() {
        said_so(
            &[
                "Proszę chwilę cierpliwie zaczekać, bo muszę pójść po księgę do archiwum.",
                "Nie mam tego tutaj. Muszę iść zobaczyć do sekretariatu.",
                "Wyciszam rozmowę i idę zapytać koleżankę, czy mamy je w aktach.",
                "Poproszę pana o chwilę cierpliwości, pójdę po grafik do koordynatorki.",
                "Czy może pan chwilkę poczekać, bo muszę zejść do archiwum?",
                "Nie rozłącza się pani? To ja pójdę zapytać koleżankę obok.",
                "Zawieszam rozmowę i idę do pokoju sto osiem, wracam za dwie minuty.",
                "Pójdę na chwilę do kadr, to niedaleko, proszę trzymać telefon.",
                "Niech pani chwilę poczeka, pójdę na zaplecze i rozejrzę się po półkach.",
                "Idę do archiwum, jest piętro niżej.",
                "Skoczę po pani teczkę do sekretariatu.",
                "Podejdę do kierowniczki i zapytam.",
                "Sekundę, przyniosę akta.",
                "Sprawdzę w archiwum, proszę poczekać.",
                "Zapytam w pokoju obok.",
                "Odejdę na chwilę od telefonu.",
                "Na moment odejdę od biurka.",
                "Muszę wyjść do drugiego pokoju.",
                "Zaraz wrócę, tylko przejdę do sąsiedniego pokoju.",
                "Zejdę na dół, do kancelarii.",
                "Muszę wstać i podejść do szafy.",
                "Chwileczkę, polecę po wykaz.",
                "Nie będzie mnie przez chwilę przy telefonie.",
                "Zostawię panią na chwilę, pójdę po dokumenty.",
                "Będę musiała pójść do naczelnika.",
                "Muszę zajrzeć do archiwum, to na dole, proszę zaczekać.",
                "Pozwoli pan, że pójdę po segregator.",
                "Pozwoli pani, że podejdę do koleżanki i zapytam.",
                "Zaczeka pan chwilę? Skoczę do kierownika.",
                "Proszę nie odkładać słuchawki, idę sprawdzić w kancelarii.",
                "Ja teraz pójdę do pani naczelnik i ją zapytam.",
                "To ja przejdę się do księgowości.",
                "Muszę na chwilę wyjść z pokoju.",
                "Będę musiał zejść piętro niżej po te akta.",
                "Momencik, przyniosę pani teczkę.",
                "Zaraz przyniosę dokumenty z szafy na korytarzu.",
                "Chwila, polecę do kadr i zapytam.",
                "Muszę odejść od telefonu na minutkę.",
                "Chciałabym pójść i zapytać kolegę.",
                "Idę po klucz do sekretariatu.",
                "Wyjdę na chwilę do drugiego pokoju i sprawdzę.",
                "Dobrze, to ja podejdę do szafy z aktami i poszukam.",
                "Wstanę i zobaczę w tamtej szafie.",
                "Podskoczę do geodety i spytam.",
                "Zapytam w sekretariacie, jedną chwilkę.",
                "Sprawdzę w sąsiednim pokoju.",
                "Zobaczę na zapleczu, czy coś zostało.",
                "Rozejrzę się w magazynie.",
                "Odchodzę na moment od aparatu.",
                "Zejdę do archiwum zakładowego, bo tych map nie ma w komputerze.",
                "Udam się do naczelnika po podpis.",
                "Muszę pobiec do kancelarii.",
                "Zniknę na chwilę, pójdę po wykaz.",
                "Proszę wybaczyć, muszę pójść do kolegi z drugiego pokoju.",
                "Pójdę to skserować i zaraz wracam.",
                "Muszę sięgnąć głębiej, idę do archiwum.",
                "No to lecę do sekretariatu, zaraz będę.",
                "Dopytam w kadrach, to za ścianą.",
                "Zostawię pana na moment na linii, podejdę do kasy.",
                "Muszę wyjść na korytarz po te dokumenty.",
            ],
            true,
        );
    }

    #[test]
    fn staying_or_going_another_day_is_not() {
        said_so(
            &[
                "Sprawdzę to w systemie, proszę o cierpliwość.",
                "Zajrzę do rejestru zabytków. To trochę potrwa, proszę o cierpliwość.",
                "System jeszcze się ładuje, potrzebuję kolejnej chwili. Bardzo proszę o cierpliwość, zaraz wracam.",
                "Proszę o moment cierpliwości, zapiszę kartę w systemie i nadam jej numer.",
                "Zawieszę rozmowę na chwilę, bardzo proszę o cierpliwość.",
                "Jutro pójdę do archiwum i poszukam.",
                "Pójdę do archiwum po południu.",
                "Zapytam prawnika i oddzwonię w środę.",
                "Zaraz idę na emeryturę, a ciągle mnie coś zaskakuje.",
                "Idę na urlop od poniedziałku.",
                "Proszę iść do okienka numer trzy.",
                "Musi pani pójść do lekarza po zaświadczenie.",
                "Niech pan wejdzie na górę, pokój dwanaście.",
                "Nie pójdę z tym do kierownika.",
                "Przyniosę wzór, jak pani przyjdzie w czwartek.",
                "Idziemy dalej, następne pytanie.",
                "Wniosek trzeba przynieść do kancelarii.",
                "Proszę przynieść akta do pokoju sto dwa.",
                "Beata, weź te moje pieczątki od kierowniczki, bo ja zaraz wychodzę na przerwę!",
                "Chwileczkę, sprawdzam.",
                "Wpiszę ją w wyszukiwarkę, to potrwa kilkanaście sekund, proszę o cierpliwość.",
                "Zadzwonię do pani jutro w południe i zapytam, jak minęła noc.",
                "Będzie do odbioru w kancelarii na parterze.",
                "Przełączę pana do kasy.",
                "Sprawdzam w rejestrze mieszkańców.",
                "Zaraz sprawdzę, proszę chwileczkę.",
                "Muszę zapytać kierownika, ale dziś go nie ma.",
                "Idzie pani prosto korytarzem i w lewo.",
                "Proszę wejść na pierwsze piętro.",
                "Trzeba pójść do okienka numer dwa.",
                "Może pan podejść do nas jutro.",
                "Wydział mieści się na pierwszym piętrze.",
                "Dokumenty są w archiwum państwowym.",
                "Przyniosła pani wniosek do kancelarii?",
                "To idzie do podpisu do prezydenta.",
                "Sprawa pójdzie do kolegium.",
                "Pismo wyjdzie w poniedziałek.",
                "Przejdę do następnego pytania.",
                "Przejdźmy do rzeczy.",
                "Jak wejdę w system, to zobaczę.",
                "Wchodzę w system, chwileczkę.",
                "Pan wyjdzie z windy i skręci w prawo.",
                "Proszę zejść na parter, tam jest kasa.",
                "Wyjdzie pani na plus.",
                "To wychodzi siedemnaście złotych.",
                "Idzie mi to powoli, bo system muli.",
                "Dojdę do tego, proszę się nie martwić.",
                "Zapiszę to sobie na kartce.",
                "Otworzę pana sprawę.",
                "Odezwę się jutro rano.",
                "Wyślę to pocztą do urzędu wojewódzkiego.",
                "Jestem na parterze, pokój trzeci.",
                "Zajmie mi to pół minuty.",
                "Poproszę o numer sprawy.",
                "Będzie pan musiał pójść do notariusza.",
                "Niech pani pójdzie do lekarza rodzinnego.",
            ],
            false,
        );
    }
}
