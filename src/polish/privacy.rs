//! Numbers and words that belong to somebody: masked in evidence, graded in a bystander's speech.

use std::ops::Range;
use std::sync::LazyLock;

use super::first_names;
use super::line::Line;
use super::normalise::{self, Token};
use super::numbers::{self, Number};
use super::person::surname_shaped;
use super::phrases::Phrases;
use crate::event::Word;

/// Fewest digits of a run that is masked: a telephone number has nine, but parts are said alone.
const MASKED_DIGITS: usize = 6;
/// What stands for each word of a masked number.
const MASK: &str = "•••";

/// The text with PESEL, telephone, card and account numbers masked, whether in digits or in words;
/// prices, dates and room numbers stay.
pub fn mask_numbers(text: &str) -> String {
    let words = normalise::words_of(text);
    let tokens = normalise::tokens(&words);
    let mut masked = vec![false; words.len()];
    for run in long_runs(&tokens) {
        for token in &tokens[run] {
            masked[token.word] = true;
        }
    }
    let mut out: Vec<String> = Vec::with_capacity(words.len());
    for (at, (word, hide)) in words.iter().zip(&masked).enumerate() {
        if !hide {
            out.push(word.text.clone());
        } else if !masked.get(at + 1).copied().unwrap_or(false) {
            let last = word.text.chars().last();
            let mark = last.filter(|last| !last.is_alphanumeric());
            out.push(format!("{MASK}{}", mark.map(String::from).unwrap_or_default()));
        }
    }
    out.join(" ")
}

/// Runs of tokens that dictate a number of `MASKED_DIGITS` digits or more.
fn long_runs(tokens: &[Token]) -> Vec<Range<usize>> {
    let numbers = numbers::numbers(tokens);
    let mut runs = Vec::new();
    let mut at = 0;
    while at < numbers.len() {
        let mut to = at + 1;
        while to < numbers.len() && follows(tokens, &numbers[to - 1], &numbers[to]) {
            to += 1;
        }
        let run = &numbers[at..to];
        let digits: usize = run.iter().map(|number| number.digits).sum();
        let range = run[0].tokens.start..run[run.len() - 1].tokens.end;
        let counted = tokens.get(range.end).is_some_and(|next| counts_things(&next.text));
        // One number of many digits in words ("dwa miliony") is an amount, in digits a number dialled.
        let dialled = run.len() > 1 || tokens[range.start].text.as_bytes()[0].is_ascii_digit();
        if digits >= MASKED_DIGITS && dialled && !(counted && digits < 9) {
            runs.push(range);
        }
        at = to;
    }
    runs
}

fn follows(tokens: &[Token], before: &Number, next: &Number) -> bool {
    if before.ordinal || next.ordinal {
        return false;
    }
    let between = &tokens[before.tokens.end..next.tokens.start];
    let ends = tokens[before.tokens.end - 1].mark.is_some_and(|mark| mark == '?' || mark == '!');
    !ends
        && between.iter().all(|token| {
            matches!(token.text.as_str(), "i" | "potem" | "dalej" | "przecinek" | "myślnik" | "kreska" | "plus")
        })
}

fn counts_things(word: &str) -> bool {
    ["zł", "gros", "metr", "dni", "lat", "rok", "procent", "tys", "osób", "sztuk", "kilo", "hektar", "godzin", "minut"]
        .iter()
        .any(|unit| word.starts_with(unit))
}

/// How much of a bystander's words could be made out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Grade {
    /// A voice, but no words.
    Heard,
    /// Words.
    Understood,
    /// Somebody's name, number, address, health or debts.
    PersonalData,
}

impl Grade {
    /// The name in an alert's detail.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Heard => "heard",
            Self::Understood => "understood",
            Self::PersonalData => "personal_data",
        }
    }
}

/// Grades a bystander's words.
pub fn grade(words: &[Word]) -> Grade {
    if personal_data(words) {
        Grade::PersonalData
    } else if understood(words) {
        Grade::Understood
    } else {
        Grade::Heard
    }
}

/// Words so common that a recogniser which found several of them found speech, not noise.
const COMMON: &str = "a aby ale albo bardzo bez bo by być był była było będzie chyba ci co coś czy dla do dobra dobrze dwa dzisiaj gdzie go i ile im ja jak jaki jakie je jego jej jest jeszcze już jutro kiedy kto która które który ma mam mi mnie moje może mówi na nad nam nas nie nic niech no o od oni po pod potem przed przez przy pan pani panie rano są się sobie ta tak tam taki te tego tej tem ten to tu tutaj ty tylko tym u w wszystko we wtedy z za zaraz ze że żeby trzeba proszę dzień dobry słuchaj zobacz wczoraj teraz numer teczka dokumenty telefon kierownik kierownika pieniądze pokój godzina godzinie rok roku dzwonił dzwoniła przyszedł przyszła wiem mówię mają mamy chce poczekaj daj weź powiedz";

static COMMON_WORDS: LazyLock<std::collections::HashSet<&'static str>> = LazyLock::new(|| COMMON.split(' ').collect());

/// Whether words could be made out: at least three, of which two are common Polish words.
pub fn understood(words: &[Word]) -> bool {
    let tokens = normalise::tokens(words);
    let common =
        tokens.iter().filter(|token| token.text.len() > 1 && COMMON_WORDS.contains(token.text.as_str())).count();
    tokens.len() >= 3 && common >= 2
}

static PRIVATE: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::compile([
        // Health.
        "(onkologi*|nowotw*|raka|chemioterapi*|psychiatr*|depresj*|schizofreni*|epilepsj*|padaczk*|cukrzyc*|udar*|zawał*|alzheimer*|demencj*|autyz*|niepełnosprawn*|inwalid*|szpital*|oddział* ratunkow*|operacj*|chor*|choruj*|poronił*|ciąż*|alkohol*|narkot*|leczeni*|diagnoz*|zespół downa|stwardnieni*|niewidom*|dializ*)",
        // Debts, courts, family.
        "(zalega|zaległoś*|zadłużeni*|(ma|mają|miał|miała|jego|jej) ~1 długi!|komornik*|alimenty|alimentów|rozwód|rozwodow*|eksmisj*|windykacj*|upadłoś*|sądzi się|wyrok*|karany|kuratel*|kurator*|zasiłek|nie zapłacił*|przemoc*|niebiesk* kart*)",
        // Numbers that name somebody.
        "(pesel*|nip|numer dowodu|data urodzenia|urodzon*|nazwisko|nazwisku|imię) ~3",
        // Addresses.
        "(ulica|ulicy|ulicę|osiedle|osiedlu|mieszka na|mieszka przy|zamieszkał*|zameldowan*) ~2",
    ])
});

/// Whether words tell something of a person: a surname, a PESEL or other long number, an address,
/// health, debts.
pub fn personal_data(words: &[Word]) -> bool {
    let line = Line::new(words);
    let tokens = line.tokens();
    let named = (0..tokens.len()).any(|at| surname_said(&line, at));
    named || !long_runs(tokens).is_empty() || PRIVATE.find(&line).iter().any(|found| found.likeness > 0.75)
}

/// Whether a token is a surname: it has the shape of one and is written with a capital or stands
/// after a title, a first name or a demonstrative ("ten Filipkowski", "pani Romaniukowa").
fn surname_said(line: &Line, at: usize) -> bool {
    let tokens = line.tokens();
    let text = base(&tokens[at].text);
    let shaped = surname_shaped(&text);
    let before = at.checked_sub(1).map(|before| tokens[before].text.as_str());
    let titled = before.is_some_and(|before| {
        matches!(
            before,
            "pan"
                | "pani"
                | "pana"
                | "panią"
                | "panu"
                | "panem"
                | "państwo"
                | "państwa"
                | "ten"
                | "ta"
                | "tego"
                | "tej"
                | "tym"
                | "tą"
        )
    });
    let named = at > 0 && first_names::recognise(line.sounds_of(at - 1)).is_some_and(|name| name.likeness > 0.9);
    let capital = tokens[at].capital && !line.opens(at);
    let long = text.chars().count() >= 5;
    let first = first_names::recognise(line.sounds_of(at)).is_some_and(|name| name.likeness > 0.8);
    // Places end like some surnames ("do Zambrowa").
    let shaped = shaped && !(text.ends_with("owa") && !titled && !named);
    !first && (shaped && (titled || named || capital) || long && capital && named)
}

/// A surname's nominative, near enough to know its shape: "Wysockiej", "Sadowskiego", "Romaniukowa".
fn base(text: &str) -> String {
    for (ending, nominative) in [
        ("skiego", "ski"),
        ("skiej", "ska"),
        ("skiemu", "ski"),
        ("skim", "ski"),
        ("ską", "ska"),
        ("ckiego", "cki"),
        ("ckiej", "cka"),
        ("ckiemu", "cki"),
        ("ckim", "cki"),
        ("cką", "cka"),
        ("wicza", "wicz"),
        ("wiczem", "wicz"),
        ("wiczowi", "wicz"),
        ("wiczowa", "wicz"),
        ("czyka", "czyk"),
        ("czuka", "czuk"),
        ("iukowa", "iuk"),
        ("iuka", "niuk"),
        ("iukowi", "niuk"),
        ("czaka", "czak"),
    ] {
        if let Some(stem) = text.strip_suffix(ending) {
            return format!("{stem}{nominative}");
        }
    }
    text.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::polish::normalise::words_of;

    #[test]
    fn dictated_numbers_are_masked_and_others_are_not() {
        for (text, expected) in [
            ("Pesel siedem, pięć, zero, dwa, jeden, cztery, zero, osiem, trzy. Nazwisko", "Pesel •••. Nazwisko"),
            ("Pięćset dwa, trzysta czternaście, osiemset sześćdziesiąt, zapisałam.", "•••, zapisałam."),
            ("numer 85 555 00 01 do biura", "numer ••• do biura"),
            ("pesel 75021408312.", "pesel •••."),
            ("konto 12 1020 1234 0000 5678 9012 3456", "konto •••"),
            ("dwadzieścia jeden złotych", "dwadzieścia jeden złotych"),
            ("pokój dwieście cztery", "pokój dwieście cztery"),
            ("sto pięćdziesiąt tysięcy złotych", "sto pięćdziesiąt tysięcy złotych"),
            ("w dwa tysiące dwudziestym szóstym roku", "w dwa tysiące dwudziestym szóstym roku"),
            ("do dwudziestego kwietnia, numer czternaście", "do dwudziestego kwietnia, numer czternaście"),
            ("sześćset jeden dwieście osiem sto czterdzieści pięć", "•••"),
        ] {
            assert_eq!(mask_numbers(text), expected);
        }
    }

    #[test]
    fn a_bystander_is_graded() {
        for (text, grade_expected) in [
            ("A ty oddałaś już te teczki do archiwum, czy one dalej leżą u kierownika na biurku?", Grade::Understood),
            ("Pesel siedem, pięć, zero, dwa, jeden, cztery. Nazwisko Kowalczuk, imię Halina.", Grade::PersonalData),
            ("Zobacz, ten Truszkowski z ulicy Nowej znowu nie zapłacił.", Grade::PersonalData),
            ("Przecież on miał zwolnienie, bo jego żona leży na onkologii.", Grade::PersonalData),
            ("Aga, dzwoniła pani Romaniukowa, ta od chłopca z epilepsją.", Grade::PersonalData),
            ("dokumenty pani Wysockiej są już podpisane", Grade::PersonalData),
            ("Basia, przyszedł pan Sadowski po mapę", Grade::PersonalData),
            ("No mówię ci, że Zdanowicz ma zaległości", Grade::PersonalData),
            ("Dobra, to ja jej przekażę, że po dwunastej.", Grade::Understood),
            ("Na drodze do Zambrowa tworzą się dziś długie korki.", Grade::Understood),
            ("kto zamawia dzisiaj obiad, bo ja dzwonię za pięć minut", Grade::Understood),
            ("hm.", Grade::Heard),
            ("", Grade::Heard),
            ("jet kro", Grade::Heard),
        ] {
            assert_eq!(grade(&words_of(text)), grade_expected, "{text}");
        }
    }
}
