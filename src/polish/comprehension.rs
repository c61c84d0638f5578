//! Making sure that one was understood, and whether there was anything to understand.

use std::fmt;
use std::sync::LazyLock;

use super::line::Line;
use super::phrases::{Found, Hit, Phrases};
use super::question::asks_for_fact;
use crate::event::Word;

/// How a comprehension question is put; a "tak" to a closed one proves little.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Form {
    /// "Czy wszystko jest jasne?"
    Closed,
    /// "Czy ma pani pytania?"
    Open,
    /// "Proszę powiedzieć, co pani przyniesie."
    SayBack,
    /// "Jeśli coś jest niejasne, chętnie wyjaśnię."
    Offer,
}

impl Form {
    /// The name in an alert's detail.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Closed => "closed",
            Self::Open => "open",
            Self::SayBack => "say_back",
            Self::Offer => "offer",
        }
    }
}

impl fmt::Display for Form {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What is explained or repeated, as an infinitive.
const EXPLAIN: &str = "(powtórzyć!|powtarzać!|wyjaśnić!|wytłumaczyć!|tłumaczyć!|objaśnić!|doprecyzować!|podsumować!|przypomnieć!|wymienić!|podać jeszcze raz|powiedzieć jeszcze raz|powiedzieć to jeszcze raz|powiedzieć wolniej|opowiedzieć jeszcze raz|jeszcze raz ~2 (powiedzieć|podać|przeczytać|wymienić|opowiedzieć)|(powiedzieć|podać|przeczytać|wymienić) ~2 (jeszcze raz|ponownie|wolniej|po kolei))";

/// The same, first person of the future.
const I_EXPLAIN: &str = "(powtórzę|wyjaśnię|wytłumaczę|objaśnię|doprecyzuję|omówię|podsumuję|opowiem|powiem (to|wszystko|jeszcze)|wymienię)";

/// What the caller has yet to do.
const WILL_DO: &str = "(przyniesie|przyniosą|weźmie|zabierze|przygotuje|zrobi|zrobią|złoży|załatwi|dostarczy|napisze|zapamiętał*|zrozumiał*|ma {pan}|{pan} ma|trzeba|będzie potrzebne|będzie potrzebn*|wypełni|wpisze|dołączy|wyśle|zapłaci|wpłaci|przyjdzie|zgłosi|zapisał*|zanotował*|usłyszał*|zrozumieli|mają)";

/// Closed questions, and how surely each is one.
const CLOSED: &[(&str, f32)] = &[
    ("czy ~8 {jasne}", 1.0),
    ("czy ~2 mówi* ~1 (jasno|zrozumiale|wyraźnie|za szybko|niejasno)", 1.0),
    (
        "(czy|na ile|mam nadzieję że) ~2 (wyraził*|wytłumaczył*|powiedział*|wyjaśnił*|mówił*|tłumaczył*|objaśnił*|przedstawił*) ~2 (jasno|zrozumiale|wyraźnie|dobrze|przystępnie|czytelnie)",
        1.0,
    ),
    ("(wyraził*|wytłumaczył*|wyjaśnił*) [to] ~1 (jasno|zrozumiale) ~2 ?", 0.9),
    ("czy ~1 nie ~1 za szybko", 0.8),
    ("czy ~3 {niejasne}", 1.0),
    ("(zrozumiał*|zrozumiałe|zrozumiale) ~6 ?", 0.85),
    ("(dla {pan}|wszystko|mówi*|wyłożył*|wyszło) ~3 (jasne|jasno|czytelne|klarown*|przejrzyst*) ~6 ?", 0.85),
    (
        "(poplątał*|pogmatwał*|zamotał*|zagmatwał*|zakręcił*|namieszał*|zawile|zagmatwan*|za szybko|za dużo naraz|pokręcon*) ~5 ?",
        0.9,
    ),
    ("(połapał*|pojął!|pojęła!|orientuje się|nadąża!|nadążył*|pogubił*|dosłyszał*) ~2 {pan} ~4 ?", 0.85),
    ("{pan} ~2 (połapał*|pojął!|pojęła!|orientuje się|nadąża!|nadążył*|pogubił*|dosłyszał*) ~4 ?", 0.85),
    ("(wszystko|to|co mówił*|informacj*) ~3 (dotarło|doszło|docierało) ~4 ?", 0.85),
    ("(coś|cokolwiek) ~3 {niejasne} ~2 ?", 0.95),
    ("(wszystko|to|zasady|informacje) ~4 {jasne} ~1 ?", 0.95),
    ("^ [i] (jasne|zrozumiałe|wszystko jasne|wszystko zrozumiałe|wszystko wiadomo|to jasne|zrozumiane) ?", 0.9),
    ("^ [no to] wszystko [już] (jasne|zrozumiałe|wiadomo) $", 0.6),
    ("(wiadomo!|wiadome!) ~5 ?", 0.75),
    (
        "czy ~2 wszystko ~3 (zrozumiał*|usłyszał*|zapisał*|zanotował*|zapamiętał*|wiadomo|wie|wiedzą|się zgadza i jest)",
        1.0,
    ),
    ("(czy|proszę powiedzieć czy) ~4 (zrozumiał*|zrozumieli|zrozumiały) ~2 {pan}", 0.95),
    ("czy ~2 {pan} ~2 (zrozumiał*|zrozumieli|rozumie|rozumieją|nadąża)", 0.95),
    ("(czy|wszystko) {pan} ~2 (zrozumiał|zrozumiała|zrozumieli|usłyszał|usłyszała|wszystko rozumie)", 0.95),
    ("(rozumie!|rozumieją!|nadąża!|nadążają!) {pan} ~3 ?", 0.9),
    ("{pan} (rozumie|rozumieją|nadąża) ~3 ?", 0.85),
    ("(czy|i) ~1 (udało|dało) się ~2 ~1 (zanotować|zapisać|zapamiętać|zrozumieć|usłyszeć|nadążyć)", 1.0),
    ("(udało|zdążył*) ~4 (zanotować|zapisać|zapamiętać|zrozumieć) ~2 ?", 0.9),
    ("czy ~1 (zdążył*|zdążyli) ~3 (zanotować|zapisać|zapamiętać)", 1.0),
    ("czy ~2 (zapisał*|zanotował*|zapamiętał*|zrozumiał*) ~2 (pan|pani|państwo|wszystko|to)", 0.85),
    ("czy ~2 {pan} ~2 (zapisał*|zanotował*|zapamiętał*|nadąża)", 0.85),
    ("^ [to] [a] (wie|wiedzą) {pan} [już] ~1 (co|jak|gdzie|kiedy|czego|jakie|dokąd) ~4 ?", 0.9),
    ("czy ~1 (wie|wiedzą) ~1 {pan} ~2 (co|jak|gdzie|kiedy|czego|jakie|dokąd)", 0.85),
    ("czy ~1 {pan} ~1 (wie|wiedzą) ~1 (co|jak|gdzie|kiedy|czego|jakie|dokąd)", 0.85),
    ("czy ~3 {pan} ~2 wszystko ~1 wie", 0.9),
    ("^ [to] [a] {pan} [już] wie ~1 (co|jak|gdzie|kiedy|czego|jakie) ~4 ?", 0.85),
    (
        "czy (coś|cokolwiek|to|jest coś|jest jeszcze coś|coś z tego|jest) ~4 (wymaga*|budzi|budziło|sprawia|niepokoi) ~2 (powtórzenia|wyjaśnie*|wątpliwości|objaśnienia|doprecyzowania|trudność|omówienia)",
        1.0,
    ),
    ("czy ~4 wymaga* ~2 (powtórzenia|wyjaśnie*|wytłumaczenia|objaśnienia|doprecyzowania|omówienia)", 1.0),
    ("(coś|cokolwiek) ~2 budzi ~2 wątpliwości", 0.95),
    ("czy ~2 dobrze się (rozumiemy|zrozumieliśmy)", 0.95),
    ("dobrze się ~1 (rozumiemy|zrozumieliśmy) ?", 0.85),
    ("czy ~2 (zrozumieliśmy|rozumiemy) się", 0.95),
];

/// Open questions, and how surely each is one.
const OPEN: &[(&str, f32)] = &[
    (
        "(czy|a) ~3 (ma|mają|są|miał*|został*|pozostał*) ~3 (pytania|pytanie|pytaniem|wątpliwości|wątpliwość|wątpliwością|wątpliwościami|niejasności|niejasnością)",
        1.0,
    ),
    (
        "^ [to] [a] (ma|mają|są|został*|pozostał*) [{pan}] ~3 (pytania|pytanie|pytaniem|wątpliwości|wątpliwość|wątpliwością|wątpliwościami|niejasności|niejasnością) ~2 ?",
        0.95,
    ),
    ("(jakieś|jakie|inne|dodatkowe) [jeszcze] (pytania|wątpliwości|niejasności) ~4 ?", 0.9),
    ("(jakie|które) ~3 (pytania|wątpliwości)", 0.8),
    ("^ [a] [no] (co|czego|który|które|którą|jaki|jaką) ~5 {niejasne}", 0.95),
    ("^ [a] (co|czego|który*|którą) ~3 (powtórzyć|wyjaśnić|wytłumaczyć|objaśnić)", 0.95),
    ("(czego|co) ~2 {pan} ~1 nie ~1 (rozumie|zrozumiał*)", 0.9),
    ("czy ~2 (chciał*|chce|chcą) ~3 o coś ~2 (zapytać|dopytać|spytać)", 0.85),
    ("o coś ~2 (zapytać|dopytać|spytać) ?", 0.7),
    ("(jest|coś) ~2 o co ~3 (zapytać|dopytać|spytać)", 0.9),
    ("czy ~3 o coś ~2 (dopytać|zapytać|spytać)", 0.8),
];

/// Requests to say it back.
const SAY_BACK: &[&str] = &[
    "(proszę|może|prosić|prosił*|poproszę|poprosić) ~4 (powiedzieć|powtórzyć|opowiedzieć|powie|powtórzy|streścić|podsumować) ~4 (co|jak|kiedy|gdzie|jakie|czego) ~5 {zrobi}",
    "(własnymi|swoimi) słowami",
    "(powiedzieć|powtórzyć|opowiedzieć|powie|powtórzy|opowie|streścić) ~3 po swojemu",
    "(co|jak) by ~2 {pan} ~1 (powiedział*|opowiedział*|wytłumaczył*|przekazał*|zrobił*) ~2 ?",
    "(opowiedzieć|wytłumaczyć|powtórzyć|przekazać|objaśnić) ~1 (córce|synowi|żonie|mężowi|wnu*|sąsiad*|rodzinie|komuś|bratu|siostrze) ~12 ?",
    "(proszę|może) ~3 (odczytać|przeczytać|powtórzyć) ~2 co ~2 (zanotował*|zapisał*|zapamiętał*|ustalili*)",
    "(proszę|może) ~4 wytłumaczyć ~3 (jak by|jakby) {pan} ~2 (tłumaczył*|wyjaśniał*|opowiadał*)",
    "(upewni*|pewności|upewnić|sprawdzenia|sprawdzić) ~8 (co|kiedy|gdzie|jakie|dokąd) ~4 {zrobi}",
    "^ [to] [a] [więc] co ~1 ma {pan} ~2 (przygotować|zrobić|przynieść|wziąć|złożyć|wypełnić|załatwić)",
    "^ [to] [a] [więc] co {pan} ~2 (przygotuje|zrobi|przyniesie|weźmie|złoży|wypełni|załatwi|zapamiętał*)",
    "(proszę|może) ~3 powtórzyć ~1 (co|czego|kiedy|gdzie|jakie|wszystko co|to co)",
];

/// Offers to repeat or explain.
const OFFER: &[&str] = &[
    "(czy|może) ~3 (mam|mogę|chce|chciał*|chcą|mamy|żebym|potrzebuje|trzeba|byłoby) ~4 {wyjaśnić}",
    "^ [a] [to] [i] (mam|chce {pan}) ~3 {wyjaśnić} ~3 ?",
    "^ [a] (chce|chciał*) {pan} ~3 (żebym|żeby) ~4 (powtórzył*|wyjaśnił*|wytłumaczył*|objaśnił*|powiedział*)",
    "(chce|chciał*|woli) ~2 (żebym|abym|bym) ~4 (powtórzył*|wyjaśnił*|wytłumaczył*|objaśnił*|powiedział*)",
    "czy ~2 [jeszcze] [raz] ~2 {wyjaśnić}",
    "^ [a] [to] {wyjaśnić} ~3 ?",
    "(chętnie|mogę!|możemy|gotow*|służę|zawsze) ~5 {wyjaśnić}",
    "(chętnie|z przyjemnością) ~4 {wyjaśnię}",
    "(jeśli|jeżeli|gdyby|jakby) ~5 ({niejasne}|nie jest ~1 {jasne}|wątpliwości|pytania|nie zrozumiał*|pogubił*|niezrozumienia) ~3 (proszę|chętnie|mogę|możemy|to|niech|jestem|{wyjaśnię})",
    "(jeśli|jeżeli|gdyby) ~5 (trzeba|chce|woli|potrzebuje|potrzeba|za szybko) ~5 {wyjaśnię}",
    "(proszę|niech {pan}) ~1 (śmiało|się nie krępować|nie krępować się) ~3 (pytać|pyta|zapytać|pytanie)",
    "(proszę|niech {pan}) śmiało (pytać|pyta|dopytać)",
    "(proszę|niech {pan}) ~2 (pytać|pyta|dopytać|przerwać) (jeśli|jeżeli|gdyby|jak|o wszystko) ~4",
    "czy ~2 (coś|cokolwiek) ~2 (powtórzyć|wyjaśnić|objaśnić|wytłumaczyć|doprecyzować)",
    "coś ~6 (powtórzyć|wyjaśnić|objaśnić|wytłumaczyć|doprecyzować|rozwinąć|dopowiedzieć|uściślić|rozjaśnić) ~4 ?",
    "(coś|to|jakiś|który*|któryś) ~8 (dokładniej!|jaśniej!|prościej!|wolniej!|szerzej!|bardziej szczegółowo) ~1 ?",
    "(czy|może|mam|mogę) ~5 (przejść|przejdziemy|powiedzieć|opowiedzieć|podać|omówić|tłumaczyć|mówić|wyjaśniać) ~4 (ponownie|od początku|od nowa|jeszcze raz|drugi raz|raz jeszcze|wolniej|na spokojnie) ~2 ?",
    "(gdyby|jakby|jeśli|jeżeli) ~6 (zagmatwan*|zawił*|niejasn*|niezrozumiał*|trudne|skomplikowan*|uciekł*|umknęł*|pomylił*|zakręcon*) ~6 ({wyjaśnię}|{wyjaśnić}|od początku|jeszcze raz|drugi raz|raz jeszcze|ponownie|od nowa|proszę mówić|proszę pytać)",
];

/// How surely a request or an offer of those kinds is meant so.
const MEANT: f32 = 0.95;

static PATTERNS: LazyLock<Vec<(String, Form, f32)>> = LazyLock::new(|| {
    let filled = |pattern: &str| {
        pattern.replace("{wyjaśnić}", EXPLAIN).replace("{wyjaśnię}", I_EXPLAIN).replace("{zrobi}", WILL_DO)
    };
    let weighed = |list: &[(&str, f32)], form: Form| -> Vec<(String, Form, f32)> {
        let rows = list.iter();
        rows.map(|(pattern, weight)| (filled(pattern), form, *weight)).collect()
    };
    let meant = |list: &[&str], form: Form| -> Vec<(String, Form, f32)> {
        let rows = list.iter();
        rows.map(|pattern| (filled(pattern), form, MEANT)).collect()
    };
    [
        weighed(CLOSED, Form::Closed),
        weighed(OPEN, Form::Open),
        meant(SAY_BACK, Form::SayBack),
        meant(OFFER, Form::Offer),
    ]
    .concat()
});

static PHRASES: LazyLock<Phrases> =
    LazyLock::new(|| Phrases::compile(PATTERNS.iter().map(|(pattern, _, _)| pattern.as_str())));

/// What looks like such a question and is none.
const NOT: &[&str] = &[
    // The other side is asked to repeat something.
    "(może|mógłby|mogłaby|mogliby|proszę) {pan} ~2 (powtórzyć|przeliterować|podać)",
    "dobrze [pana|panią|państwa] (rozumiem!|zrozumiałem!|zrozumiałam!|usłyszałem!|usłyszałam!)",
    "(zrozumiałem!|zrozumiałam!|rozumiem!|pogubiłem! się|pogubiłam! się|nie nadążam!)",
    "^ jasne! ^",
    "(zawiadomieni*|wiadomoś*|praw* jazdy)",
    "czy ja dobrze",
    // "Czy ja mówię niewyraźnie?" scolds, "wie pani, gdzie on teraz przebywa?" asks about the matter.
    "czy ja ~1 mówię ~1 (niewyraźnie|niejasno|niezrozumiale)",
    "(wie|wiedzą) ~1 {pan} ~2 (gdzie|co|kiedy|jak) ~1 (on|ona|oni|one|ten|ta|teraz|jest|przebywa|mieszka|pracuje)",
    "(w czymś|czymś) ~2 pomóc",
    "(coś|czym|kartkę|długopis) ~1 do (pisania|zapisania|notowania)",
    "(czy|jeśli) ~3 (mają|ma) ~2 (dzieci|orzeczenie)",
];

static NOT_PHRASES: LazyLock<Phrases> = LazyLock::new(|| Phrases::compile(NOT.iter().copied()));

/// How much like its pattern a question in the agent's own words must sound.
const CLEAR: f32 = 0.78;

/// From this confidence on a hit is such a question; below it, it often is something else.
pub const ASKED: f32 = 0.7;

/// The agent asks whether they were understood, or offers to repeat or explain; see [`ASKED`]. Only
/// for the agent's words: the caller's "wszystko jasne?" is another matter.
pub fn comprehension_question(words: &[Word]) -> Option<(Form, Hit)> {
    let line = Line::new(words);
    let not = NOT_PHRASES.find(&line);
    let mut best: Option<(Form, Hit)> = None;
    for found in PHRASES.find(&line) {
        let covered = not.iter().any(|other| other.from < found.to && found.from < other.to && other.likeness >= 0.7);
        if covered {
            continue;
        }
        let (_, form, weight) = &PATTERNS[found.pattern];
        let hit = found.hit(&line, *weight);
        if best.as_ref().is_none_or(|(_, known)| hit.confidence > known.confidence) {
            best = Some((*form, hit));
        }
    }
    best
}

/// Words for all that was said, or for any part of it.
const SUM: &str = "(wszystko|wszystkiego|wszystkim|coś|cokolwiek|czegoś|czegokolwiek|czymś|czymkolwiek|co do tego)";

/// Yes-or-no questions about all that was said, or how the agent said it, whatever their verb.
static SUMS_UP: LazyLock<Phrases> = LazyLock::new(|| {
    let told = "(powiedział*|wytłumaczył*|wyłożył*|opowiedział*|objaśnił*|wyjaśnił*|przedstawił*|opisał*)";
    let how = "(tak|po ludzku|po kolei|dobrze|prosto|zrozumiale|w miarę|za szybko)";
    let patterns = [
        format!("{SUM} ~9 ?"),
        format!("czy ~4 {SUM} ~8"),
        format!("{told} ~2 {how} ~6 ?"),
        format!("{how} ~2 {told} ~6 ?"),
    ];
    Phrases::compile(patterns.iter().map(String::as_str))
});

/// What such a question asks besides: for another matter, or whether one may.
static ASKS_MORE: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::compile([
        "(jeszcze|poza tym|oprócz|inn*|kolejn*|nowego|dodatkow*|coś do|coś pod)",
        "(spraw*|pomóc|pomagać|pomogę!|służyć|załatwi*|życzy*|zrobić|zaproponować|poradzić|doradzić|zapytać o co)",
        "(to|już) ~1 [już] wszystko",
        "wszystko ~1 (na dziś|na dzisiaj|z mojej|z naszej|ode mnie|od nas)",
        "(mam|mogę|możemy|mógłbym|mogłabym|chciałbym|chciałabym|pozwoli)",
    ])
});

/// The agent asks about all that was said, in words of their own: "I jak, wszystko siadło?".
///
/// The verb may be any, so it is only a question whether one was understood where it comes at the end, after
/// information; "czy to wszystko?" and "w czymś jeszcze pomóc?" are not.
pub fn sums_up(words: &[Word]) -> Option<Hit> {
    let line = Line::new(words);
    let more: Vec<_> = ASKS_MORE.find(&line).into_iter().filter(|found| found.likeness >= CLEAR).collect();
    let sums_up = |found: &Found| {
        let sentence = line.sentences().into_iter().find(|sentence| sentence.contains(&found.from));
        sentence.is_some_and(|sentence| {
            let wants_more = more.iter().any(|more| sentence.contains(&more.from));
            // "Gdzie pan coś kupił?"; but in "I jak, wszystko siadło?" the question comes after it.
            let mut opening = line.tokens()[sentence.clone()].iter().take(2);
            let wants_fact = opening.any(|token| token.mark.is_none() && asks_for_fact(&token.text));
            sentence.len() >= 3 && !wants_more && !wants_fact
        })
    };
    let found = SUMS_UP.find(&line).into_iter().find(|found| found.likeness >= CLEAR && sums_up(found))?;
    Some(found.hit(&line, ASKED))
}
