//! Waiting: asking for it, saying what for, inviting the other side to take their time.

use std::sync::LazyLock;

use super::line::Line;
use super::normalise::Token;
use super::phrases::{Found, Hit, Phrases, surest};
use super::question;
use crate::event::Word;

/// Asks the other side to wait or be patient.
const PATIENCE: &[&str] = &[
    "(proszę|prosimy|poproszę|poprosimy|prosić|prosił*|poprosił*|prosząc) ~3 (cierpliwoś*|wyrozumiałość)",
    "(jeszcze|odrobin*|chwil*|chwilk*|momen*|troch*|trochę) cierpliwości",
    "^ ~2 cierpliwości! $",
    "(uzbroić|uzbroi) ~1 się ~1 w cierpliwość",
    "(proszę|prosimy|poproszę|prosił*|poprosił*|prosić) ~4 (zaczekać|poczekać|zaczekanie|poczekanie|wytrzymać|wytrwać|przeczekać|odczekać|wstrzymać się)",
    "(proszę|prosimy|poproszę) ~4 czekać (^|$)",
    "(proszę|prosimy|poproszę) ~3 (zaczekać|poczekać) (na linii|przy telefonie|chwil*|momen*|sekun*|minut*|bo|aż|na mnie|ja|teraz|na połączenie)",
    "(proszę|prosimy|poproszę) ~3 (chwil*|chwilk*|chwilecz*|momen*|sekun*|minut*|cierpliwie) ~2 (zaczekać|poczekać|czekać)",
    "(proszę|prosimy) ~2 czekać (na linii|przy telefonie|na połączenie|bo|ja)",
    "(proszę|prosimy|poproszę) ~1 o (chwil*|chwilk*|chwilecz*|momen*|sekun*|minut*) $",
    "(proszę|prosimy|poproszę|prosił*) ~2 o ~2 {chwilę} ~1 (przy|na linii|spokoju|wytrwałości|wyrozumiałości)",
    "(proszę|poproszę) ~1 (chwil*|chwilk*|chwilecz*|momencik*|moment*|sekun*|minut*) $",
    "(proszę|prosimy) ~2 nie (rozłączać|odkładać|wyłączać)",
    "(niech|niechże) {pan} ~2 się nie rozłącza",
    "niech ~1 {pan} ~5 (poczeka|zaczeka|czeka|poczekają|zaczekają|wytrzyma|wytrwa) [{chwilę}]",
    "{pan} niech ~6 (poczeka|zaczeka|wytrzyma|wytrwa|niecierpliwi)",
    "(niech|zechce|może|mógłby|mogłaby) ~2 mi ~2 (da|dać|dadzą|poświęci|poświęcić) ~3 (chwil*|chwilk*|chwilecz*|momen*|sekun*|minut*)",
    "(niech|proszę|prosimy) ~2 cierpliwie",
    "niech ~4 (posiedzi|pobędzie|zostanie|postoi|pozostanie) ~2 (słuchawce|telefonie|aparacie|linii)",
    "(niech {pan}|{pan}|proszę) ~1 (się trzyma|trzymać się|się trzymać) ~1 (słuchawk*|telefonu|linii)",
    "(proszę|prosimy|prosił*) ~2 (pozostać|zostać|być|pobyć) ~1 (na linii|przy telefonie|przy aparacie|przy słuchawce|w kontakcie)",
    "(zechce|zechcą|może|mógłby|mogłaby|mogą|czy) {pan} ~2 (poczekać|zaczekać|wytrzymać)",
    "(poczeka|zaczeka|wytrzyma|poczekają|zaczekają) {pan} [jeszcze] [{chwilę}] ?",
    "(poczeka|zaczeka|wytrzyma|poczekają|zaczekają) {pan} ~1 {chwilę}",
    "{pan} ~1 (poczeka|zaczeka|wytrzyma) ~1 ?",
    "czy {pan} ~2 (poczeka|zaczeka|wytrzyma)",
    "(chwileczk*|momencik*|sekundkę!|sekundka!|sekundeczkę|minutkę!|momenciczek)",
    "^ [no] [to] [jeszcze] [dosłownie] [tylko] (chwil*|moment|sekunda|sekundę|minutę|minutka) (^|$)",
    "(jeszcze|dosłownie|tylko) [tylko] (chwil*|moment|sekund*|minut*) (^|$)",
    "^ (zaraz|już) (wracam|wrócę|wracamy|będę z powrotem|się odezwę|się zgłoszę|podejdę|jestem z powrotem)",
    "(wrócę|wracam|odezwę się|zgłoszę się) ~2 za (chwil*|momen*|sekun*|minut*|pół minuty)",
    "za (chwil*|momen*|sekun*|minut*) (wracam|wrócę|jestem|będę|się odezwę)",
    "(proszę|prosimy|niech {pan}) ~2 (o uzbrojenie|się nie niecierpliwi*|nie niecierpliwi*)",
    "(dać|dadzą|da) mi {pan} ~1 {chwilę}",
    "(proszę|niech {pan}) ~1 (dać|da) mi ~1 {chwilę}",
    "(potrzebuję|potrzebuje) ~2 {chwilę}",
    "(proszę|prosimy) ~1 o (chwil*|chwilk*|momen*|sekun*|minutk*) ^",
    "(proszę|prosimy) ~2 (trzymać|potrzymać) (telefon|słuchawkę)",
    "(zostanie|pozostanie|zostaną) ~1 {pan} ~1 na linii",
    "nie ~1 rozłącza* ~1 {pan}",
    "{pan} ~1 nie ~1 (rozłącza*|odkłada*)",
    "^ (poczekajmy|zaczekajmy|poczeka {pan}|zaczeka {pan})",
    "na (moment|chwilę|momencik|chwilkę|minutkę) ~6 i ~1 (wracam|wrócę)",
];

/// Objects and places of looking something up.
const PLACES: &str = "(system*|rejestr*|ewidencj*|baz*|akt|akta|aktach|teczk*|dokument*|papier*|komputer*|archiw*|kartotek*|kalendarz*|grafik*|wykaz*|przepis*|ustaw*|uchwa*|regulamin*|harmonogram*|cennik*|program*|wniosek|wniosk*|spraw*|pism*|decyzj*|zgłoszen*|map*|plan*|ksi*|notat*|teren*|dziennik*|list*|skrzynk*|poczt*|sejf*|stron*|rozporządzen*)";

/// People one asks.
const PEOPLE: &str = "(kolegi|kolegę|kolegą|koledze|koleżank*|kierowni*|naczelni*|dyrektor*|inspektor*|szef*|sekretar*|prawnik*|mecenas*|informatyk*|kadr*|księgow*|specjalist*|pani|pana|pan|panią|kogoś|geodet*|architekt*|wydział*|biur*|referat*|koordynator*)";

/// First-person verbs of looking, checking, reckoning, that need no object to say what one does.
const DOING: &str = "(sprawdzę!|sprawdzam!|sprawdzamy!|posprawdzam!|zweryfikuję!|weryfikuję!|zajrzę!|zaglądam!|zerknę!|zerkam!|rzucę! okiem|poszukam!|szukam!|wyszukam!|wyszukuję!|odszukam!|odszukuję!|przeszukam!|doszukam!|odnajdę!|znajdę!|policzę!|liczę!|obliczę!|obliczam!|przeliczę!|przeliczam!|podliczę!|wyliczę!|wyliczam!|zsumuję!|porównam!|porównuję!|przejrzę!|przeglądam!|przeczytam!|doczytam!|wczytam! się!|ustalę!|ustalam!|dowiem się!|dopytam!|dopytuję!|skonsultuję!|konsultuję!|upewnię! się!|zorientuję! się!|wydrukuję!|drukuję!|zeskanuję!|skanuję!|wygeneruję!|generuję!|naniosę!|uzupełnię!|uzupełniam!|zarejestruję!|rejestruję!|zaloguję!|loguję!|przeloguję!|odświeżę!|odświeżam!|otworzę!|otwieram!|wpiszę!|wpisuję!|wprowadzę!|wprowadzam!|wklepię!|wystukam!|zapiszę!|zapisuję!|notuję!|zanotuję!|spiszę!|wypełnię!|wypełniam!|wypiszę!|wypisuję!|przygotuję!|przygotowuję!|zarezerwuję!|rezerwuję!|zadzwonię! do kolegi|zobaczę!|popatrzę!|patrzę!|spojrzę!|zbadam!|wyjaśnię! to|wyjaśniam! to|prześledzę!|skontaktuję!|skserowuję!|skseruję!|nadam! numer)";

const INFINITIVES: &str = "(sprawdzić|zweryfikować|zajrzeć|zerknąć|poszukać|wyszukać|odszukać|znaleźć|odnaleźć|policzyć|obliczyć|przeliczyć|wyliczyć|porównać|przejrzeć|przeczytać|ustalić|dowiedzieć|dopytać|zapytać|spytać|skonsultować|upewnić się|wydrukować|zeskanować|zalogować|przelogować|otworzyć|wpisać|wprowadzić|zapisać|zanotować|wypełnić|przygotować|zobaczyć|popatrzeć|iść|pójść|podejść|przynieść|wyjść|sięgnąć|połączyć|przełączyć|zresetować|uruchomić|odświeżyć|naradzić się|poradzić się|poprosić|skserować|przepisać|doczytać|wczytać|przedzwonić|zadzwonić do|dodzwonić|zejść|wejść na|wyjąć|wyciągnąć|dogadać|skończyć|dokończyć|wstać|odejść)";

static REASON: LazyLock<Phrases> = LazyLock::new(|| {
    let patterns = [
        DOING.to_owned(),
        format!("(muszę!|musimy|spróbuję!|próbuję!|postaram się|pozwolę sobie|chciał*|chcę|idę|pójdę!|lecę|zdążę!|zaczynam!|zacznę!|potrzebuję!) ~3 {INFINITIVES}"),
        "(zapytam!|spytam!|pytam|popytam!|poradzę się|naradzę się|poproszę!) ~1 ".to_owned() + PEOPLE,
        "(zapytam!|spytam!|dopytam!) ~3 (telefon|koleżank*|kolegi|kolegę!|kierowni*|naczelni*|panią|pana)".to_owned(),
        "(zapytam!|spytam!) ~2 (czy|jak|ile|kiedy|gdzie|kto|o to)".to_owned(),
        "(zadzwonię!|dzwonię!|przedzwonię!|dodzwaniam się) ~1 do ".to_owned()
            + "(kolegi|koleżank*|kierowni*|naczelni*|wydział*|archiw*|biur*|referat*|kadr*|informatyk*)",
        "(idę|pójdę!|lecę|podejdę!|skoczę!|wyjdę!|podchodzę!|schodzę!|zejdę!|przejdę!|pobiegnę!) ~2 (po|do|na|zobaczyć|zapytać|sprawdzić|poszukać)".to_owned(),
        "(przyniosę!|przynoszę!|wezmę!|biorę!|wyjmę!|wyjmuję!|wyciągnę!|wyciągam!|sięgnę!|sięgam!|przełożę!) ~3 ".to_owned() + PLACES,
        "(przełączę!|przełączam!|połączę!|łączę!|przekieruję!|przekierowuję!|przekażę!|przekazuję!|przekaże) ~3 (do|z|na|w|ze|mu|jej|im|go|ją|sprawę!|rozmowę!)".to_owned(),
        "(system|program!|komputer|rejestr|ewidencja|baza|strona|aplikacja|dokument|plik|ekran|internet|serwer|mapa|drukarka|harmonogram!|skan) ~4 (ładuje!|ładują!|otwiera!|otworzy!|wczytuje!|wczyta!|uruchamia!|uruchomi!|zawiesił*|zaciął*|zacina|przeładowuje!|myśli!|wolno|mieli|odświeża!|odpowiada!|loguje!|działa!|drukuje!|chodzi!)".to_owned(),
        "(ładuje|otwiera|wczytuje|uruchamia|drukuje|odświeża) [mi] się".to_owned(),
        "(koleżanka|kolega|kierowni*|ktoś) ~2 (odbierze!|wrócił|pokaże!|szuka!|sprawdza!|sprawdzi!|poszuka!|przyniesie!|podejdzie!|zajrzy!|liczy!|drukuje!)".to_owned(),
        "(czekam!|czekamy!) ~2 (aż|na) ~4 (system*|odpowiedź|połączenie|otworzy|załaduje|wczyta|wydrukuje|wyświetli|koleżank*|kolegę!|drukark*)".to_owned(),
        "(wyciszę!|wyciszam!|wyłączę!|zawieszę!|zawieszam!) ~3 (mikrofon|rozmowę!|połączenie|głos)".to_owned(),
        "(chwil*|chwilecz*|momen*|sekun*|czekać|zaczekać|poczekać|cierpliwoś*|rozłączać|linii) bo! ~2".to_owned(),
        "(zadzwonię!|zatelefonuję!|przedzwonię!) do (wykonawc*|archiw*|sekretariat*|prawnik*|kierowni*|szef*|magazyn*|dyżurn*|ekip*|patrol*)".to_owned(),
        "(drukarka|komputer|myszka|kopiarka|skaner) ~2 (zacięła|wstaje|szaleje|zawiesiła)".to_owned(),
    ];
    Phrases::compile(patterns.iter().map(String::as_str))
});

const INVITES: &[&str] = &[
    "(proszę|niech {pan}) ~1 (spokojnie|spokojne)",
    "(spokojnie|bez pośpiechu|powoli|powolutku) (proszę|niech|mam|poczekam|zaczekam|^|$)",
    "(mam|mamy) ~2 czas",
    "[ja] (poczekam!|zaczekam!|poczekamy!|zaczekamy!|czekam!|czekamy!) (^|$)",
    "[ja] (poczekam!|zaczekam!|poczekamy!|zaczekamy!) (na|chwil*|aż|ile|tyle)",
    "(proszę|niech) ~2 się nie śpieszy*",
    "(proszę|niech) ~2 się nie spiesz*",
    "(nie ma|bez) (pośpiechu|problemu)",
    "^ [a] [oczywiście] [dobrze] [tak] proszę bardzo (^|$)",
    "(proszę|niech {pan}) ~2 (szukać|szuka|poszukać|poszuka|sprawdzić|sprawdzi|zerknąć|zajrzeć|przynieść|iść|pójść|sięgnąć|wziąć)",
    "nic nie szkodzi",
    "nie śpieszy (mi|nam|nas) się",
];

const SEARCHES: &[&str] = &[
    "(już|zaraz|chwil*|momen*|sekun*|właśnie|tylko|teraz|muszę!|niech) ~2 (szukam!|poszukam!|znajdę!|sprawdzę!|sprawdzam!|zerknę!|zajrzę!|spojrzę!|popatrzę!|patrzę!|zobaczę!|przyniosę!|odczytam!|przeczytam!|wezmę!|biorę!|sięgnę!|wyjmę!|zapiszę!|zapisuję!|zanotuję!|notuję!|odłożę!|pójdę!|idę|włożę!|założę!|wyciągnę!|odszukam!)",
    "(już|zaraz|chwil*|momen*|sekun*) ~1 {pan} ~1 (podam!|powiem!|dam!)",
    "(szukam!|poszukam!|odszukam!|przyniosę!|zerknę!|zajrzę!|pójdę po|idę po|lecę po|skoczę po|sięgnę po|wezmę (długopis|kartkę!|coś do pisania)|odłożę słuchawkę!)",
    "(muszę!|idę|pójdę!|spróbuję!) ~2 (znaleźć|poszukać|sprawdzić|zajrzeć|zerknąć|przynieść|odszukać|wziąć|założyć|wyjąć|zobaczyć|zapisać)",
    "niech {pan} ~3 (poczeka|zaczeka)",
    "(proszę!|czy może {pan}) ~2 (poczekać|zaczekać|chwil*|momen*|o cierpliwość)",
    "(poczeka|zaczeka) {pan}",
    "(chwileczk*|momencik*|sekundk*|chwilkę|minutkę|chwilunię!)",
    "^ (zaraz|moment|chwila|chwilę!|sekunda) (^|$|zaraz)",
    "gdzieś ~5 (położył*|miał*|mam|leży|było|był*|schował*)",
    "gdzie ja ~3 (miał*|mam|położył*|dał*|schował*)",
    "(tylko|muszę!) ~2 (okulary|kartkę!|długopis|lupę)",
];

static PATIENCE_PHRASES: LazyLock<Phrases> = LazyLock::new(|| Phrases::compile(PATIENCE.iter().copied()));
static INVITES_PHRASES: LazyLock<Phrases> = LazyLock::new(|| Phrases::compile(INVITES.iter().copied()));
static SEARCHES_PHRASES: LazyLock<Phrases> = LazyLock::new(|| Phrases::compile(SEARCHES.iter().copied()));

/// From this confidence on a hit of this module is surely meant; all that it returns is over 0.6.
pub const SURE: f32 = 0.7;

/// The agent asks to wait or be patient: "proszę o cierpliwość", "momencik", "proszę zaczekać".
pub fn asks_patience(words: &[Word]) -> Option<Hit> {
    let line = Line::new(words);
    surest_of(&PATIENCE_PHRASES, &line, |found| {
        // "Dziękuję za cierpliwość", "przez chwilę", "mam chwilę", "w tej chwili".
        let tokens = line.tokens();
        let before = tokens[found.from.saturating_sub(3)..found.from].iter();
        // "Ja poczekam" leaves the time to the other side.
        let mine = tokens[found.to - 1].text.ends_with("czekam");
        !mine
            && !elsewhere(tokens, found.to)
            && !before.rev().take_while(|token| token.mark.is_none()).any(|token| {
                token.text.starts_with("dzięk")
                    || matches!(token.text.as_str(), "przez" | "mam" | "tej" | "każdej" | "temu")
            })
    })
}

/// Whether what is awaited is not on the line: "zaczekać na decyzję", "poczekać z wnioskiem".
fn elsewhere(tokens: &[Token], after: usize) -> bool {
    let Some(next) = tokens.get(after) else {
        return false;
    };
    let here = |word: &str| {
        ["linii", "chwil", "moment", "minut", "sekund", "połączenie", "mnie", "telefon", "odpowiedź"]
            .iter()
            .any(|start| word.starts_with(start))
    };
    let paused = after > 0 && tokens[after - 1].mark.is_some();
    let on = tokens.get(after + 1);
    !paused && (next.text == "na" && on.is_some_and(|on| !here(&on.text)) || next.text == "z")
}

/// The agent says what the caller waits for: "sprawdzę to w systemie", "muszę zapytać koleżankę".
pub fn gives_reason(words: &[Word]) -> Option<Hit> {
    let line = Line::new(words);
    surest_of(&REASON, &line, |found| {
        // "Wpisuje pani dane": it is the other side that does it; "nie znajdę": nobody does.
        let tokens = line.tokens();
        let undone = found.from > 0 && tokens[found.from - 1].text == "nie";
        let theirs = tokens[found.to - 1].text.ends_with("uje")
            && tokens
                .get(found.to)
                .is_some_and(|next| matches!(next.text.as_str(), "pan" | "pani" | "państwo" | "on" | "ona"));
        !theirs && !undone
    })
}

/// The agent invites the caller to take their time: "proszę spokojnie szukać, mam czas".
pub fn invites_to_take_time(words: &[Word]) -> Option<Hit> {
    best(&INVITES_PHRASES, words)
}

/// The caller says that they look for something themselves: "już szukam, niech pani poczeka".
pub fn announces_own_search(words: &[Word]) -> Option<Hit> {
    best(&SEARCHES_PHRASES, words)
}

fn best(phrases: &Phrases, words: &[Word]) -> Option<Hit> {
    surest_of(phrases, &Line::new(words), |_| true)
}

fn surest_of(phrases: &Phrases, line: &Line, counts: impl Fn(&Found) -> bool) -> Option<Hit> {
    let found = phrases.find(line).into_iter().filter(counts);
    surest(found.map(|found| found.hit(line, 1.0)))
}

/// The number of the pattern of [`QUESTION`] that goes by the word that opens it.
const OPENED: usize = 1;

static QUESTION: LazyLock<Phrases> = LazyLock::new(|| {
    let patterns = [
        "?".to_owned(),
        format!(
            "^ [a] [no] [i] [to] [dobrze] [rozumiem] [w] [na] [od] [do] [z] [przy] [po] [pod] [za] [o] {}",
            question::alternatives()
        ),
        "(proszę|poproszę) ~3 (powiedzieć|podać|podyktować|przeliterować|przypomnieć|dyktować|przeczytać|odczytać)"
            .to_owned(),
        "(poproszę|proszę) ~2 o (numer|imię|nazwisko|adres|datę|pesel|telefon|kod|ulicę|nazwę|dane|znak|kontakt)"
            .to_owned(),
        "(mogę|można) ~1 (prosić|zapytać|spytać|wiedzieć) ~2".to_owned(),
        "(prawda|zgadza się|dobrze|tak|nie) ?".to_owned(),
    ];
    Phrases::compile(patterns.iter().map(String::as_str))
});

/// Words that may stand before the word that opens a question.
const BEFORE_A_QUESTION: usize = 3;

/// Whether the utterance asks something, or asks for something to be told. A recogniser may drop the mark.
pub fn is_question(words: &[Word]) -> Option<Hit> {
    let line = Line::new(words);
    let tokens = line.tokens();
    if let Some(at) = tokens.iter().rposition(|token| token.mark == Some('?')) {
        return Some(Hit { words: line.words(at..at + 1), confidence: 0.95 });
    }
    // "Zapytam, czy jest już pozwolenie" asks nobody here: such a clause comes late in its sentence.
    surest_of(&QUESTION, &line, |found| {
        let opened = tokens[..found.from].iter().rev().take_while(|token| !token.ends_sentence()).count();
        found.pattern != OPENED || opened <= BEFORE_A_QUESTION
    })
}
