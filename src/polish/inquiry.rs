//! Questions about a matter, and the statement of one.

use std::sync::LazyLock;

use super::comprehension::comprehension_question;
use super::courtesy::rude_wording;
use super::line::Line;
use super::phrases::Hit;
use super::weighted::Weighted;
use crate::event::Word;

/// Words that open a question about something, in any case.
const ASKS: &str = "(kto|kogo|komu|kim|co|czego|czemu|czym|gdzie|dokąd|skąd|kiedy|jak|jaki|jaka|jakie|jaką|jakiej|jakiego|jakim|jakich|jakimi|jacy|ile|ilu|iloma|który|która|które|którą|której|którego|którym|których|któremu|dlaczego|od kiedy|do kiedy|na kiedy|czyj|czyja|czyje|czyjego|czyjej|czyją|odkąd|kiedyż)";

/// The same where no question mark shows that it is a question: "jak" and "co" have other meanings.
const ASKS_ALONE: &str = "(kto|kogo|komu|czego|czym|gdzie|dokąd|skąd|kiedy|jaki|jaka|jakie|jaką|jakiej|jakiego|jakim|jakich|ile|ilu|który|która|które|którą|której|którego|którym|których|dlaczego|od kiedy|do kiedy|czyj|czyja|czyje|czyjego|odkąd|jak (się|dawno|długo|duż*|często|wysok*|szerok*|daleko|wiele|dokładnie|doszło)|co (pan|pani|państwo|to|jest|się|dokładnie|konkretnie|dzieje))";

/// What a clerk asks to be told.
const THINGS: &str = "(numer|numeru|imię|imienia|nazwisk*|adres*|dat*|pesel*|nip*|regon*|kod|ulic*|nazw*|dane|danych|znak|sygnatur*|powierzchni*|kwot*|rok|roku|miesiąc|miejscowoś*|szczegół*|rodzaj*|okolicznoś*|przyczyn*|powód|powodu|stawk*|metraż*|markę|model|rejestracj*|działk*|opis*|stan*|wiek*|liczb*|treś*|kim|informacj*|klas*|szkoł*|godzin*)";

/// How surely each asks for something to be told.
const QUESTIONS: &str = "
0.9 ^ [a] [no] [i] [to] [dobrze] [tak] [aha] [rozumiem] [jasne] [proszę] [pani|pana|państwa] [w] [na] [od] [do] [z] [ze] [przy] [pod] [za] [o] [po] [przez] [dla] [u] {pyta} ~1
0.95 ^ [a] [no] [i] [to] [dobrze] [tak] [aha] [rozumiem] [jasne] [oczywiście] czy ~1
0.9 (a|i) czy ~1
0.85 (a|i) [w] [na] [od] [do] [z] [przy] [pod] [o] (który|która|które|którego|której|jaki|jaka|jakie|jakiej|jakiego|jakim|kiedy|gdzie|ile|od kiedy) ~1
0.95 (proszę|poproszę|prosiłbym|prosiłabym|niech|może|mógłby|mogłaby|mogą|mogliby|mogę prosić|zechce|czy) [{pan}] ~3 (powiedzieć!|powie!|podać!|poda!|podyktować!|podyktuje!|przeliterować!|przypomnieć!|przypomni!|przybliżyć!|przybliży!|opisać!|opisze!|opowiedzieć!|opowie!|wyjaśnić! o co|doprecyzować!|doprecyzuje!|sprecyzować!|uściślić!|wskazać!|wskaże!|określić!|określi!|odczytać!|odczyta!|przeczytać!|przeczyta!|zacytować!|wymienić!|nakreślić!|naświetlić!)
0.9 (proszę|prosić|poprosić|prosiłbym|prosiłabym|poprosiłbym|poprosiłabym|poprosimy) ~1 [{pan}] [jeszcze] o ~2 {rzecz}
0.9 (poproszę|poprosimy) ~4 {rzecz}
0.85 (potrzebuję!|potrzebny|potrzebna|potrzebne|potrzebować!) ~2 (znać!|wiedzieć!|numer|numeru|adres*|dat*|nazwisk*|pesel*|znak|sygnatur*)
0.85 muszę! ~1 (znać!|wiedzieć!|poznać!)
0.85 (chciałbym!|chciałabym!|chcę!|muszę!|pozwoli|wolałbym|wolałabym) ~3 (dopytać!|zapytać!|spytać!|wiedzieć!|ustalić!|upewnić!|dowiedzieć!|znać!|poznać!|usłyszeć!)
0.85 (dopytam!|zapytam!|spytam!|pytam!|upewnię! się) ~2 (jeszcze|tylko|o|czy|panią|pana|{co})
0.8 (interesuje|ciekawi) mnie
0.8 (ma|mają|miał*|był*|dostał*|złożył*|składał*|pamięta!|posiada!|zgłaszał*|płacił*|otrzymał*|mieszka!|wie!|chodzi!|chce!|chciał*|potrzebuje!|dysponuje!|pobiera!|dostaje!|woli!|kupił*|robił*|próbował*) {pan} ~6 ?
0.8 {pan} ~2 (ma|mają|miał*|był*|dostał*|złożył*|składał*|pamięta!|zgłaszał*|płacił*|otrzymał*|mieszka!|potrzebuje!) ~6 ?
";

/// How many of [`QUESTIONS`] are question words that begin a clause.
const CLAUSES: usize = 2;

/// Questions about something else than the matter.
const ELSEWHERE: &str = "
1 w czym ~3 (pomóc!|pomogę!|pomoże|pomagam|doradzić!|służyć!)
1 (czym|jak|w jaki sposób) ~2 (mogę!|możemy) ~2 (pomóc!|służyć!|doradzić!)
1 (co) [mogę|możemy] ~1 (dla) {pan} ~2 (zrobić!|mogę|możemy)
1 (w czymś|czymś|coś) ~3 (pomóc!|doradzić!)
1 (czy) ~3 (coś|cokolwiek|czegoś) jeszcze
1 ^ [czy] [a] coś jeszcze
1 (czy) ~3 jeszcze (coś|czymś|czegoś)
1 (czy) [to] [już] [będzie] wszystko (^|$)
1 (jakie|jakieś|inne|dodatkowe|ma {pan}|mają) ~2 (pytania|wątpliwości)
1 (w jakiej|z jaką|o jaką) ~1 (sprawie|sprawą|sprawę) [{pan}] (dzwoni|telefonuje|chodzi|$|się kontaktuje)
1 (o co|a o co) ~1 chodzi (^|$)
1 (z kim) ~2 (rozmawiam|mam przyjemność|mówię)
1 (kto) ~1 (mówi|dzwoni) (^|$)
1 (czy) ~2 (rozmawiam|dodzwonił*|dobrze się) ~2
1 jak ~1 się ~2 (uda!|da!|dodzwoni!|powiedzie!)
1 (numer|numeru) ~2 (telefonu|kontaktow*|komórk*|do kontaktu|zwrotn*)
1 (jaki|pod jakim|pod jaki|na jaki|na który|pod którym) ~3 (numer|numerem) ~5 (oddzwonić|zadzwonić|dzwonić|złapać|złapię|oddzwonimy|kontakt*|telefon*)
1 pod (którym|jakim) ~3 (złapię!|dodzwonię!|zastanę!)
1 (o której|kiedy|na którą|na kiedy|o jakiej) ~5 (oddzwonić!|zadzwonić!|zatelefonować!|odebrać! telefon)
1 (mogę|możemy|mam) ~2 (oddzwonić!|zadzwonić!)
1 (pasuje!|odpowiada!|odpowiadałby|odpowiadałaby|pasowałoby|pasowałby|pasowałaby) ~4
1 (słyszy!|słychać!|słyszą!) ~3
1 (słyszymy!) się
1 (poczeka!|zaczeka!|poczekać!|zaczekać!|wytrzyma!) ~2
1 (głośnik*|głośnomówi*|na głos)
1 (mogę|możemy|mam|pozwoli|zgadza|zgodzi|chce) ~3 (przełączyć!|połączyć!|przekierować!|wyciszyć!)
1 (jasne|zrozumiałe|zrozumiale|zrozumiał*|rozumie!|rozumieją!|powtórzyć!|wiadomo!) ~2
1 (czy) ~2 (mogę!|możemy) ~2 (zadać!|mówić!|przerwać!)
1 (mogę) ~1 (zadać) ~1 pytanie
1 (coś|czym|kartkę|długopis) ~1 do (pisania|zapisania|notowania)
1 ^ (jak mówię|jak mówiłam|jak mówiłem|jak już|jak najbardziej|jak najszybciej|jak tylko|co do|co prawda|co najmniej|co więcej|jak wiadomo|kiedy już|gdzie indziej|jak {pan} wie)
1 (wie {pan} co|proszę sobie wyobrazić|nie ma za co|nic się nie stało|jak rozumiem|tak jak|jak najbardziej)
1 (proszę|niech) ~3 (powiedzieć!|powie!|opisać!) że!
1 ^ to ^ co
1 ^ co się tyczy
1 (zapytam!|spytam!|dopytam!|pytam!) ~1 (koleżank*|koleg*|kierowni*|naczelni*|inspektor*|szef*|prawnik*)
1 (proszę) (mu|jej|im|mężowi|żonie|mamie) ~1 (powiedzieć!|przekazać!|wytłumaczyć!)
1 (proszę) ~1 (podać|powiedzieć|powtórzyć|przekazać) [to] (mam|mężowi|żonie|mamie|sąsiad*|w szkole|w banku|lekarzowi|kierowcy|notariuszowi|im|jej|mu|u nas|na miejscu|w okienku|w kasie)
1 (żeby|gdyby|jeśli|jeżeli) ~3 (podać!|powiedzieć!)
";

/// "Czy" and question words that only depend on another verb: "sprawdzę, czy…".
const DEPENDENT: &str = "
1 (sprawdz*|zobacz*|wiem!|wiadomo|wiedzieć!|ustal*|zależ*|zajrz*|powiem!|dowie*|zapytam!|spytam!|zapytać! koleżank*|pewna|pewien|przekażę!|zerkn*|patrzę!|popatrz*|napiszę!|napisane|informacj*|decyduje|obojętne|wszystko jedno|nieważne|widzę!|znajdę!|szukam!|policz*|wylicz*|zdecyduje|oceni!|ustala!|potwierdz*|poinform*|zawiadom*|upewnię! się) ~2 {co}
1 (sprawdz*|zobacz*|wiem!|wiadomo|wiedzieć!|ustal*|zależ*|zajrz*|powiem!|dowie*|zapytam! (koleżank*|kierown*|kolegę)|spytam! (koleżank*|kierown*|kolegę)|pewna|pewien|przekażę!|zerkn*|patrzę!|decyduje|obojętne|wszystko jedno|nieważne|znajdę!|oceni!|potwierdz*|poinform*|zawiadom*) ~3 czy
";

/// How surely each says what a caller calls about.
const MATTERS: &str = "
1 (w sprawie|w sprawach) ~1
1 (chciał*|chcę!|chcemy!|chcielibyśmy|potrzebuję!|potrzebujemy!|potrzebował*|zamierzam!|muszę!|próbuję!|planuję!|staram się) ~4
1 (mam|mamy|jest) ~2 (pytanie|problem|kłopot|sprawę|prośbę|taką sprawę|taki problem|wątpliwość|zgłoszenie)
1 (chodzi) ~2 (o|że)
1 (dostał*|otrzymał*|przyszł*|przyszedł!|zgubił*|zginął!|ukradli|kupił*|sprzedał*|złożył*|składał*|wysłał*|zapłacił*|zmarł*|urodził*|wyprowadził*|przeprowadził*|zepsuł*|zalał*) ~2
1 (dzwonię!|telefonuję!) ~2 (w|bo|ponieważ|z|o|żeby|odnośnie|po|aby)
1 (czy) ~2 (mogę!|można!|mógł*|trzeba|muszę!|jest|są|państwo|urząd|należy|da się|przysługuje|dostanę!)
1 (gdzie|jak|kiedy|ile|do kogo|jakie|co) ~2 (mogę!|można!|trzeba|mam|muszę!|załatwić!|złożyć!|zgłosić!|kosztuje|potrzeba|należy|zrobić!|płac*)
1 (odnośnie|dotyczy|w związku)
1 (proszę|poproszę|prosiłbym|prosiłabym) ~2 o ~1
1 (nie (działa!|świeci!|odebrali|przyjechali|ma|wiem|dostał*|przyszł*|odbierają))
";

/// What a caller says that is no matter yet.
const NO_MATTER: &str = "
1 (dzień dobry|halo|słucham|witam)
1 (z kim) ~2 (rozmawiam|mam przyjemność|mówię|ja)
1 [czy] (dodzwonił*|dodzwoniłem|dodzwoniłam|połączył*) ~2 się ~4
1 czy (to|tu|ja) ~2 (urząd|wydział|departament|biuro|pan|pani) ~4
1 (proszę) ~2 (mówić|głośniej|wolniej)
1 (słyszy|słychać) ~3
";

/// What a clerk says to somebody who wanted another number.
const WRONG_NUMBERS: &str = "
1 (to|chyba) ~1 pomyłka
1 {pan} ~1 (pomylił!|pomyliła!) ~1 numer*
1 (pomylił!|pomyliła!) ~1 {pan} ~1 numer*
1 (zły|niewłaściwy|błędny) numer
1 (źle|nie tu|nie tam) ~1 się ~1 {pan} ~1 (dodzwonił*|połączył*)
1 {pan} ~1 (źle|nie tu|nie tam) ~1 się ~1 (dodzwonił*|połączył*)
";

static WRONG: LazyLock<Weighted> = LazyLock::new(|| Weighted::read(WRONG_NUMBERS));
static QUESTION: LazyLock<Weighted> =
    LazyLock::new(|| Weighted::with(QUESTIONS, &[("{co}", ASKS), ("{pyta}", ASKS_ALONE), ("{rzecz}", THINGS)]));
static NOT_ABOUT_IT: LazyLock<Weighted> = LazyLock::new(|| Weighted::read(ELSEWHERE));
static DEPENDS: LazyLock<Weighted> = LazyLock::new(|| Weighted::with(DEPENDENT, &[("{co}", ASKS)]));
static MATTER: LazyLock<Weighted> = LazyLock::new(|| Weighted::read(MATTERS));
static EMPTY: LazyLock<Weighted> = LazyLock::new(|| Weighted::read(NO_MATTER));

/// From this confidence on a hit of this module is surely meant.
pub const SURE: f32 = 0.7;

/// From this confidence on a question is whether it was understood, and not about the matter.
const CHECKS: f32 = 0.85;

/// So many words make a caller's utterance a statement of their matter, whatever the words.
const WORDS_OF_A_MATTER: usize = 6;

/// A question of the agent's about the details of a matter: not whether it was understood, whether there
/// is more, where to call back, or who is speaking.
pub fn asks_about_matter(words: &[Word]) -> Option<Hit> {
    let line = Line::new(words);
    let questions = QUESTION.find(&line, 0.88);
    let elsewhere = NOT_ABOUT_IT.find(&line, 0.85);
    let depends = DEPENDS.find(&line, 0.78);
    let mut best: Option<Hit> = None;
    for sentence in line.sentences() {
        let marked =
            line.asked(sentence.start) && sentence.clone().any(|token| !empty_word(&line.tokens()[token].text));
        let exclaimed = line.tokens()[sentence.end - 1].mark == Some('!');
        let found = questions.iter().filter(|(found, _)| sentence.contains(&found.from) && found.to <= sentence.end);
        let found = found.filter(|(found, _)| !exclaimed || !opens_clause(found.pattern));
        // Without its mark a question is one if it begins as one: "ten, kto płaci" is none.
        let found = found.filter(|(found, _)| marked || found.from == sentence.start || !opens_clause(found.pattern));
        let found = found.filter(|(found, _)| {
            marked
                || !opens_clause(found.pattern)
                || !depends.iter().any(|(other, _)| other.from < found.to && found.from < other.to)
        });
        let surest = found.map(|(_, confidence)| *confidence).fold(if marked { 0.9 } else { 0.0 }, f32::max);
        let span = line.words(sentence.clone());
        let about_it = |confidence: f32| {
            let other = elsewhere.iter().any(|(found, _)| sentence.contains(&found.from));
            let said = &words[span.clone()];
            let checks = comprehension_question(said).is_some_and(|(_, hit)| hit.confidence >= CHECKS);
            confidence > 0.0 && !other && !checks && rude_wording(said).is_none()
        };
        if about_it(surest) && best.as_ref().is_none_or(|known| surest > known.confidence) {
            best = Some(Hit { words: span, confidence: surest });
        }
    }
    best
}

/// The patterns that are a question word at the beginning of a clause stand first in [`QUESTIONS`].
const fn opens_clause(pattern: usize) -> bool {
    pattern < CLAUSES
}

/// Words that alone ask for nothing: "Tak? Słucham? Dobrze?"
fn empty_word(word: &str) -> bool {
    matches!(
        word,
        "tak"
            | "słucham"
            | "halo"
            | "prawda"
            | "dobrze"
            | "dobra"
            | "no"
            | "naprawdę"
            | "proszę"
            | "nie"
            | "okej"
            | "rozumiem"
            | "aha"
            | "a"
            | "i"
            | "pani"
            | "pana"
            | "panią"
            | "zgoda"
    )
}

/// A caller's statement of what they call about.
pub fn states_matter(words: &[Word]) -> Option<Hit> {
    let line = Line::new(words);
    let empty = EMPTY.find(&line, 0.78);
    let free = |token: usize| !empty.iter().any(|(found, _)| (found.from..found.to).contains(&token));
    let left = (0..line.tokens().len()).filter(|token| free(*token)).count();
    let whole = Hit { words: line.words(0..line.tokens().len()), confidence: 0.8 };
    let asked = left >= 4 && line.tokens().last().is_some_and(|last| last.mark == Some('?'));
    if left >= WORDS_OF_A_MATTER || asked {
        return Some(whole);
    }
    let found = MATTER.find(&line, 0.75).into_iter().filter(|(found, _)| free(found.from));
    found
        .max_by(|(_, a), (_, b)| a.total_cmp(b))
        .filter(|_| left >= 2)
        .map(|(_, confidence)| Hit { confidence, ..whole })
}

/// The agent says that the caller has reached somebody else than they wanted.
pub fn says_wrong_number(words: &[Word]) -> Option<Hit> {
    let line = Line::new(words);
    let found = WRONG.find(&line, 0.85).into_iter().max_by(|(_, a), (_, b)| a.total_cmp(b));
    found.map(|(found, confidence)| Hit { confidence, ..found.hit(&line, 1.0) })
}
