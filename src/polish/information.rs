//! Whether an agent informed: instructions, fees, deadlines, places, decisions, facts of the
//! matter; as against a mere transfer, an arranged callback, a refusal to talk, a wrong number, a
//! question or a notice of waiting.

use std::ops::Range;
use std::sync::LazyLock;

use super::line::Line;
use super::normalise::Token;
use super::phrases::{Hit, Phrases, surest};
use super::question::surely_asks;
use super::wait::{asks_patience, gives_reason, invites_to_take_time};
use crate::event::Word;

/// From this confidence on an utterance gives information.
pub const INFORMED: f32 = 0.5;

/// A shorter sentence in words unknown here is as likely a pleasantry.
const WORDS_OF_A_STATEMENT: usize = 8;

/// What an agent tells a caller to do, as an infinitive.
const TO_DO: &str = "(złożyć|przynieść|donieść|dostarczyć|wziąć|zabrać|wypełnić|wpisać|wysłać|przesłać|odesłać|przygotować|zanieść|podpisać|zapłacić|wpłacić|opłacić|uiścić|wystawić|zgłosić|zarejestrować|zameldować|zachować|przyjść|przyjechać|podejść|odebrać|dołączyć|uzupełnić|napisać|wyłączyć|pamiętać|zwrócić|oddać|pobrać|wydrukować|ściągnąć|umówić|zapisać się|okazać|pokazać|mieć ze sobą|mieć przygotowan*|mieć przy sobie|załączyć|śledzić|zerknąć na|przekazać|wymienić|zaznaczyć|wrzucić|kupić|odwołać się|skreślić|skorygować|potwierdzić u|wnieść|udać się|kierować|dopisać|wybrać|nakleić|zawiadomić|zadzwonić dzień|dzwonić bezpośrednio|zastrzec|wystąpić|załatwić|zostawić|sprawdzić na|poprosić o|skontaktować się z)";

const THINGS: &str = "(wniosek|wniosk*|decyzj*|zgłoszeni*|opłat*|spraw*|termin*|podat*|odpis*|kart*|dowód*|zaświadczeni*|formularz*|dokument*|zasiłek|zasiłk*|dodatek|dodatk*|pozwoleni*|zgod*|pismo|umow*|karę|kara|kary|stawk*|odbiór|odbior*|budyne*|dział*|rachun*|orzeczeni*|pełnomocnictw*|upoważnieni*|świadczeni*|usług*|ulg*|zniżk*|zwrot*|dofinansowani*|program*|nabór|lista|liście|ekipa|ekipy|serwis*|kontrol*|remont*|montaż*|przetarg*|harmonogram*|badani*|asystent*|pracownik*|kierowc*|odpłatność|ślub*|granic*|zajęci*|wizyt*|przedszkol*|szkoł*|zasad*|regulamin*|odwołani*|zażaleni*|postępowani*|postanowieni*|mandat*|abonament*|pojemnik*|odpad*|śmieci|worki|tablic*|polis*|paszport*|meldun*|zameldowani*)";

/// What an agent speaks of, and how surely that informs; `{do}` stands for [`TO_DO`], `{rzecz}` for
/// [`THINGS`].
const INFORMS: &[(&str, f32)] = &[
    ("(trzeba|należy|wystarczy|wystarczą|powinien|powinna|powinno|powinni|warto) ~4 {do}", 0.95),
    ("(musi|muszą|może|mogą|powinien|powinna|powinni) [{pan}] ~4 {do}", 0.85),
    ("nie (musi|muszą|trzeba|wolno|można|należy|wymaga|wymagają|obowiązuje|przysługuje|podlega)", 0.85),
    ("nie (potrzeba|potrzebuje|płaci|płacą|pobieramy|będzie opłaty|jest potrzebn*|jest wymagan*)", 0.85),
    ("(wystarczy|wystarczą|przysługuje|przysługują|obowiązuje|obowiązują)", 0.8),
    ("(proszę|niech {pan}|prosimy) ~4 {do}", 0.85),
    (
        "proszę ~2 o (zgodę|dostarczenie|doniesienie|przesłanie|przyniesienie|wypełnienie|złożenie|wpłatę|uzupełnienie|podpis)",
        0.8,
    ),
    (
        "(wymaga|wymagają|wymagane|wymagany|wymagana|potrzebne|potrzebny|potrzebna|konieczne|konieczny|konieczna|niezbędne|niezbędny) ~2 (jest|są|będzie|będą|{rzecz}|zdjęcie|kopia|oryginał|akt)",
        0.85,
    ),
    (
        "(jest|są|będzie|będą) (potrzebne|potrzebny|potrzebna|konieczne|wymagane|wymagany|wymagana|niezbędne|obowiązkow*|ważn*|nieważn*)",
        0.8,
    ),
    ("brakuje ~3", 0.75),
    ("(kosztuje!|kosztują!|kosztowało!|wynosi!|wynoszą!|płaci!|płacą!|naliczamy!|pobieramy!)", 0.9),
    ("(złotych|złote|złotówek|złoty|złotówki)", 0.8),
    ("(bezpłatn*|nieodpłatn*|bez opłat*|za darmo|darmow*|odpłatn*)", 0.85),
    (
        "(opłata|stawka|kwota|podatek|należność|rata|odsetki|mandat|grzywna|kara) ~2 (jest|wynosi|to|za|od|do|zależy|nie|będzie|skarbowa)",
        0.85,
    ),
    (
        "(w ciągu|do|po|przez|w terminie|mają|ma|najpóźniej|maksymalnie|około|na|za) ~3 (dni|dniach|tygodni|tygodnie|tygodniach|miesiąc|miesiąca|miesięcy|miesiące|miesiącu|lat|lata|kwartał*|godzin) ~1",
        0.75,
    ),
    (
        "(do końca|do dnia|do piętnast*|od jutra|od poniedziałku|od stycznia|od następnego|od przyszłego|od pierwszego|po świętach) ~1",
        0.7,
    ),
    (
        "(do|od) ~2 (stycznia|lutego|marca|kwietnia|maja|czerwca|lipca|sierpnia|września|października|listopada|grudnia)",
        0.8,
    ),
    ("termin ~2 (mija|upływa|jest|to|do|wynosi)", 0.85),
    (
        "(pokój|pokoju|okienko|okienku|stanowisko|stanowisku|sala|sali|piętro|piętrze) ~1 (numer|pierwsz*|drugi*|trzeci*|czwart*|piąt*|sto*|dwieście|trzysta|dwa*|jeden*|trzy*|cztery*|pięć*|sześć*|siedem*|osiem*|dziewięć*|dziesięć*)",
        0.85,
    ),
    (
        "(na parterze|na piętrze|przy ulicy|w kancelarii|w kasie|w ratuszu|na stronie internetowej|w biuletynie|przez internet|profil zaufany|pocztą)",
        0.75,
    ),
    (
        "(czynne|czynny|czynna|otwarte|otwarty|otwarci|przyjmujemy!|wydajemy!|załatwiamy!|załatwia!|pracujemy!|czekamy!|wysyłamy!|składa się|składamy!|prowadzimy!|wydaje!|wydaje się|odbieramy!|planujemy!|zwracamy!|rozpatrujemy!)",
        0.8,
    ),
    (
        "(składa!|wypełnia!|przychodzi!|podpisuje!|wpisuje!|płaci!|dostaje!|dostanie!|otrzyma!|otrzymuje!|odbiera!|przynosi!|zgłasza!|wpłaca!|podaje!|dołącza!) {pan}",
        0.85,
    ),
    (
        "{pan} ~1 (składa!|wypełnia!|przychodzi!|podpisuje!|wpisuje!|płaci!|dostaje!|dostanie!|otrzyma!|otrzymuje!|odbiera!|przynosi!|zgłasza!|wpłaca!)",
        0.85,
    ),
    (
        "{rzecz} ~3 (jest!|są|będzie!|będą!|został*|składa!|można|musi!|muszą!|trzeba|powinien|powinna|przyjmuje!|przyjmujemy|wydaje!|ustala!|przyjdzie!|przyjedzie!|poszła|poszedł|poszło|wpłynął*|przysługuje!|zależy|mija|kończy|zaczyna|obejmuje|dotyczy|liczy|rozpatruje!|ma przyjechać|ma obowiązek|robi!|odbywa!|przesunięto|przyznan*|zmienimy!|zawieszon*)",
        0.8,
    ),
    (
        "(jest|są|było|będzie|będą) (gotow*|wolne|wolny|zajęt*|zamówion*|przyznan*|wpisan*|zapisan*|ustalon*|wyznaczon*|rozpatrzon*|podpisan*|odmown*|zawieszon*|zamknięt*|darmow*)",
        0.75,
    ),
    (
        "(został|została|zostało|zostały|zostanie|zostaną) ~2 (wydan*|przyznan*|wysłan*|rozpatrzon*|odrzucon*|zwrócon*|przyjęt*|nałożon*|umorzon*|wpisan*|zmienion*|usunięt*|naprawion*|przekazan*)",
        0.85,
    ),
    ("(zostały|zostało) ~1 (cztery|trzy|dwa|dwie|pięć|kilka|jeszcze|miejsc*)", 0.75),
    ("(ma|mają) {pan} ~3 (prawo|czas|dni|obowiązek|możliwość|zaległ*|nadpłat*)", 0.8),
    ("(mamy|mam) ~2 (wolny termin|termin|wolne miejsc*)", 0.7),
    ("(zgodnie z|na podstawie|według) ~2 (ustaw*|przepis*|uchwał*|regulamin*|rozporządzen*)", 0.85),
    ("(do tego|razem z|oraz) ~2 (opłata|kopia|zdjęcie|oryginał|zaświadczenie|dowód)", 0.75),
    (
        "(od|do) (godziny|ósmej|siódmej|piętnastej|szesnastej|siedemnastej|dziewiątej|dziesiątej|czternastej|pierwszej|dwunastej)",
        0.55,
    ),
    (
        "(wtorek|środę|środy|czwartek|piątek|poniedziałek|wtorki|czwartki|poniedziałki|piątki) ~2 (od|do|o|godzina|między|rano|po południu) ~1",
        0.6,
    ),
    ("(można|da się) ~3 {do}", 0.85),
    ("(można|trzeba|należy|musi!|muszą!|powinien|powinna|powinno|wolno|warto)", 0.6),
    (
        "(złoży!|wpisze!|przyjdzie!|weźmie!|przyniesie!|pobierze!|dojedzie!|zgłosi!|wypełni!|zapłaci!|zrobi!|odbierze!|pójdzie!|wejdzie!|znajdzie!|wyśle!|napisze!|pisze!|pobiera!|bierze!|dołączy!|podpisze!) {pan}",
        0.8,
    ),
    (
        "niech {pan} ~3 (złoży!|wpisze!|przyjdzie!|weźmie!|przyniesie!|pobierze!|zgłosi!|wypełni!|zapłaci!|zrobi!|odbierze!|pójdzie!|wyśle!|napisze!|dołączy!|podpisze!|zabierze!|pamięta!|pominie!)",
        0.85,
    ),
    ("(chyba że|pod warunkiem że|dopiero (po|od|w|gdy|jak))", 0.55),
    ("(jeśli|jeżeli|gdy|skoro) ~6 to ~1 (tak|nie|jest|będzie|może|musi|wystarczy|wtedy)", 0.6),
    ("(grozi|grożą) ~2 (kara|grzywna|mandat|odsetki)", 0.9),
    ("wpisał* ~1 {pan}", 0.6),
    (
        "(wyślę|wysyłam|wysłał*|wysłaliśmy) ~4 (pismo|decyzj*|wniosek|formularz|wiadomość|pogotowie|listem|pocztą|mailem|ekipę|patrol)",
        0.75,
    ),
    ("chodzi o {pan} ~5 (brakuje|jest|nieważn*)", 0.7),
];

/// A sentence with one of these informs of nothing in the matter.
const NOT: &[&str] = &[
    "nie (mogę|możemy|jestem w stanie|dam rady) ~3 (rozmawiać|pomóc|inaczej|odebrać|podejść|teraz)",
    "(nie dam rady|nie mam (teraz|chwili|czasu))",
    "(obsługuję|obsługuje|interesant*|petent*|kolejkę|zebranie|naradę|spotkanie mam|mam spotkanie|klienta|klientkę)",
    "(oddzwonię!|oddzwonimy!|zadzwonię!|przedzwonię!|zatelefonuję!|odezwę! się|skontaktuję! się|skontaktujemy! się)",
    "(przełączę!|przełączam!|przełączymy|łączę!|połączę!|przekieruję!|przekierowuję!|przekażę!|przekazuję!) ~1",
    "(tym|tymi|tą sprawą|takimi|takie) ~3 (zajmuje|zajmują|prowadzi|prowadzą|wydaje u nas) ~1 (się)",
    "(prowadzi|zajmuje się tym|zajmują się tym|prowadzą) ~2 (u nas|koleżank*|kolega|pan|pani|inny|inna)",
    "(to|ja) ~2 nie (moja|nasza|mój|do mnie|do nas|u nas|ten|ta)",
    "(nie|źle) ~1 ~1 się {pan} (dodzwonił*|połączył*)",
    "(źle|pomyłk*|pomylił*) ~3 (dodzwonił*|numer*|połączył*)",
    "(dzwonić|zadzwonić|zgłosić się|zwrócić się|skierować) ~1 do (wydziału|departamentu|starostwa|ośrodka|spółdzielni|zarządu|innego|powiatu|wojewody|administracji)",
    "(pomyłka|zły numer|niewłaściwy numer)",
    "(spróbować|próbować|zadzwonić|dzwonić|oddzwonić) ~2 (później|po południu|innym|inny|jutro|za|kiedy indziej|pojutrze|w innym|raz jeszcze|jeszcze raz|ponownie)",
    "(jaki|jaka|pod jaki*) ~3 numer",
    "(prosić|poproszę|proszę|pod|jaki|zapis*|poda*) ~3 (numer telefonu|numer kontaktowy)",
    "(miłego|dobrego|spokojnego|udanego) ~1 dnia",
    "(umówieni|umówione|umawiamy się|do usłyszenia|do zobaczenia|do jutra)",
    "proszę ~2 (odczytać|podać|przeczytać|podyktować|powiedzieć|mówić!|opowiadać|opowiedzieć|słuchać|przypomnieć|zaczekać|poczekać|szukać)",
    "(trzyma|trzymać|nie odkłada|nie odkładać|nie rozłącza|nie rozłączać) ~2 (słuchawk*|telefon*|się)",
    "(zapytam!|spytam!|sprawdzę!|dowiem! się|dopytam!|zobaczę!|ustalę!|zajrzę!|poszukam!) ~4 (czy|kiedy|ile|jak|co|kto|gdzie|na jakim)",
    "^ [a] nie trzeba ^",
    "(przepraszam|przepraszamy|życzę|życzymy|dziękuję|dziękujemy|współczuję|pozdrawiam)",
    "(musiał*|chyba) ~2 (pomylić|się pomylił*) ~4",
    "w czym ~2 pomóc",
];

static PHRASES: LazyLock<Phrases> = LazyLock::new(|| {
    let patterns: Vec<String> =
        INFORMS.iter().map(|(pattern, _)| pattern.replace("{do}", TO_DO).replace("{rzecz}", THINGS)).collect();
    Phrases::compile(patterns.iter().map(String::as_str))
});
static NOT_PHRASES: LazyLock<Phrases> = LazyLock::new(|| Phrases::compile(NOT.iter().copied()));

/// What an utterance of the agent's tells the caller of their matter.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Told {
    /// For each clause that informs, its surest phrase; see [`INFORMED`].
    pub phrases: Vec<Hit>,
    /// Long sentences that state something in words unknown here: each may inform or not.
    pub statements: usize,
}

/// What an utterance of the agent's tells the caller of their matter.
pub fn told(words: &[Word]) -> Told {
    let line = Line::new(words);
    let (phrases, statements) = informing(&line);
    let waits = |said: &[Word]| {
        gives_reason(said).is_some() || asks_patience(said).is_some() || invites_to_take_time(said).is_some()
    };
    let said = statements.into_iter().map(|sentence| words.get(line.words(sentence)).unwrap_or_default());
    Told { phrases, statements: said.filter(|said| !waits(said)).count() }
}

/// The surest piece of information in an utterance of the agent's.
pub fn information(words: &[Word]) -> Option<Hit> {
    surest(informing(&Line::new(words)).0)
}

/// The surest phrase of each clause that informs, and the tokens of each long sentence without any.
fn informing(line: &Line) -> (Vec<Hit>, Vec<Range<usize>>) {
    let found = PHRASES.find(line);
    let nothing: Vec<_> = NOT_PHRASES.find(line).into_iter().filter(|found| found.likeness > 0.75).collect();
    let (mut phrases, mut statements) = (Vec::new(), Vec::new());
    for sentence in line.sentences() {
        let tokens = &line.tokens()[sentence.clone()];
        let asked = tokens.last().is_some_and(|last| last.mark == Some('?')) || asks(tokens);
        if asked || nothing.iter().any(|not| sentence.contains(&not.from)) {
            continue;
        }
        let before = phrases.len();
        for clause in clauses(tokens, sentence.start) {
            let here = found.iter().filter(|found| clause.contains(&found.from));
            phrases.extend(surest(here.map(|found| found.hit(line, INFORMS[found.pattern].1))));
        }
        if phrases.len() == before && tokens.len() >= WORDS_OF_A_STATEMENT {
            statements.push(sentence);
        }
    }
    (phrases, statements)
}

/// The tokens of each clause of a sentence that begins at `start`.
fn clauses(sentence: &[Token], start: usize) -> Vec<Range<usize>> {
    let parts = sentence.split_inclusive(|token| token.mark.is_some());
    let ends = parts.scan(start, |end, part| {
        let from = *end;
        *end += part.len();
        Some(from..*end)
    });
    ends.collect()
}

/// Whether a sentence opens as a question, after the small words that may come before: "Rozumiem, a na
/// kiedy". A recogniser drops question marks.
fn asks(sentence: &[Token]) -> bool {
    const OPENERS: [&str; 17] = [
        "a", "i", "no", "to", "dobrze", "rozumiem", "więc", "tak", "na", "w", "od", "do", "z", "o", "po", "za", "przy",
    ];
    let first = sentence.iter().position(|token| !OPENERS.contains(&token.text.as_str()));
    // One more word may stand before: "Proszę, gdzie", "Pani kiedy".
    first.is_some_and(|first| sentence[first..].iter().take(2).any(|token| surely_asks(&token.text)))
}
