//! Polish number words: cardinal and ordinal, in any case.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

use super::normalise::{self, Token, fold};
use crate::event::Word;

/// What a number word does in a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// A summand: three, fourteen, sixty, two hundred.
    Add(u64),
    /// A multiplier of what came before it: thousand, million.
    Times(u64),
}

/// A number said in words or digits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Number {
    /// Its value.
    pub value: u64,
    /// Whether it is an ordinal: "trzeciego", "dziesiątej".
    pub ordinal: bool,
    /// Its tokens.
    pub tokens: Range<usize>,
    /// Its digits as one would dial them: "zero osiem" is two numbers, "sto dwa" the digits 102.
    pub digits: usize,
}

/// The value and kind of one word, with or without diacritics.
pub fn part(word: &str) -> Option<(Part, bool)> {
    WORDS.get(fold(word).as_str()).copied()
}

/// How many digits words say, as one would dial them.
pub fn digits_said(words: &[Word]) -> usize {
    numbers(&normalise::tokens(words)).iter().map(|number| number.digits).sum()
}

/// The forms, without diacritics, of the one word that says a value; none where it takes several words.
pub fn forms(value: u64) -> Vec<String> {
    let cardinal = CARDINALS.iter().filter(|(known, _)| *known == value).flat_map(|(_, forms)| forms.split(' '));
    let stems = ORDINALS.iter().filter(|(known, _)| *known == value);
    let ordinal = stems.flat_map(|(_, stem)| ENDINGS.iter().map(move |ending| format!("{stem}{ending}")));
    cardinal.map(str::to_owned).chain(ordinal).collect()
}

/// The numbers among tokens, in order, each as long as grammar allows: "dwa tysiące dwudziesty
/// szósty" is one, "pięćset dwa trzysta" two.
pub fn numbers(tokens: &[Token]) -> Vec<Number> {
    let mut found: Vec<Number> = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let text = &tokens[at].text;
        if text.bytes().all(|byte| byte.is_ascii_digit()) && text.len() < 19 {
            found.push(Number {
                value: text.parse().unwrap_or(0),
                ordinal: false,
                tokens: at..at + 1,
                digits: text.len(),
            });
            at += 1;
        } else if let Some(number) = read(tokens, at) {
            at = number.tokens.end;
            found.push(number);
        } else {
            at += 1;
        }
    }
    found
}

/// Reads one number that begins at a token.
fn read(tokens: &[Token], from: usize) -> Option<Number> {
    let (mut total, mut group, mut least) = (0u64, 0u64, u64::MAX);
    let mut ordinal = false;
    let mut to = from;
    while let Some((part, is_ordinal)) = tokens.get(to).and_then(|token| part(&token.text)) {
        match part {
            Part::Add(value) => {
                let scale = scale(value);
                // Summands must fall in size, and nothing follows a zero.
                if to > from && (scale >= least || value == 0 || group == 0 && total == 0) {
                    break;
                }
                group += value;
                least = if (10..20).contains(&value) { 1 } else { scale };
            }
            Part::Times(factor) => {
                if total > 0 && total % factor != 0 {
                    break;
                }
                total += group.max(1) * factor;
                group = 0;
                least = u64::MAX;
            }
        }
        to += 1;
        ordinal = is_ordinal;
        // An ordinal's tens and units are both ordinal ("dwudziestego szóstego"); a mark ends it.
        if tokens[to - 1].mark.is_some() || (ordinal && least == 1) {
            break;
        }
    }
    let value = total + group;
    (to > from).then(|| Number { value, ordinal, tokens: from..to, digits: value.to_string().len() })
}

const fn scale(value: u64) -> u64 {
    match value {
        0..10 => 1,
        10..100 => 10,
        _ => 100,
    }
}

/// Stems of units and teens with their value; what follows the bar are the whole cardinal forms.
const CARDINALS: &[(u64, &str)] = &[
    (0, "zero zera zeru zerem"),
    (1, "jeden jedna jedno jednego jednej jednemu jednym jedna"),
    (2, "dwa dwie dwu dwoch dwom dwoma dwiema dwaj dwoje dwojga"),
    (3, "trzy trzech trzem trzema trzej troje trojga"),
    (4, "cztery czterech czterem czterema czterej czworo"),
    (5, "piec pieciu piecioma piecioro"),
    (6, "szesc szesciu szescioma szescioro"),
    (7, "siedem siedmiu siedmioma siedmioro"),
    (8, "osiem osmiu osmioma osmioro"),
    (9, "dziewiec dziewieciu dziewiecioma"),
    (10, "dziesiec dziesieciu dziesiecioma"),
    (11, "jedenascie jedenastu jedenastoma"),
    (12, "dwanascie dwunastu dwunastoma"),
    (13, "trzynascie trzynastu trzynastoma"),
    (14, "czternascie czternastu czternastoma"),
    (15, "pietnascie pietnastu pietnastoma"),
    (16, "szesnascie szesnastu szesnastoma"),
    (17, "siedemnascie siedemnastu siedemnastoma"),
    (18, "osiemnascie osiemnastu osiemnastoma"),
    (19, "dziewietnascie dziewietnastu dziewietnastoma"),
    (20, "dwadziescia dwudziestu dwudziestoma"),
    (30, "trzydziesci trzydziestu trzydziestoma"),
    (40, "czterdziesci czterdziestu czterdziestoma"),
    (50, "piecdziesiat piecdziesieciu piecdziesiecioma"),
    (60, "szescdziesiat szescdziesieciu szescdziesiecioma"),
    (70, "siedemdziesiat siedemdziesieciu siedemdziesiecioma"),
    (80, "osiemdziesiat osiemdziesieciu osiemdziesiecioma"),
    (90, "dziewiecdziesiat dziewiecdziesieciu dziewiecdziesiecioma"),
    (100, "sto stu stoma"),
    (200, "dwiescie dwustu dwustoma"),
    (300, "trzysta trzystu trzystoma"),
    (400, "czterysta czterystu czterystoma"),
    (500, "piecset pieciuset"),
    (600, "szescset szesciuset"),
    (700, "siedemset siedmiuset"),
    (800, "osiemset osmiuset"),
    (900, "dziewiecset dziewieciuset"),
];

/// Stems of ordinals, to be followed by an adjective's ending.
const ORDINALS: &[(u64, &str)] = &[
    (1, "pierwsz"),
    (2, "drug"),
    (3, "trzec"),
    (4, "czwart"),
    (5, "piat"),
    (6, "szost"),
    (7, "siodm"),
    (8, "osm"),
    (9, "dziewiat"),
    (10, "dziesiat"),
    (11, "jedenast"),
    (12, "dwunast"),
    (13, "trzynast"),
    (14, "czternast"),
    (15, "pietnast"),
    (16, "szesnast"),
    (17, "siedemnast"),
    (18, "osiemnast"),
    (19, "dziewietnast"),
    (20, "dwudziest"),
    (30, "trzydziest"),
    (40, "czterdziest"),
    (50, "piecdziesiat"),
    (60, "szescdziesiat"),
    (70, "siedemdziesiat"),
    (80, "osiemdziesiat"),
    (90, "dziewiecdziesiat"),
    (100, "setn"),
    (200, "dwusetn"),
    (300, "trzechsetn"),
    (500, "piecsetn"),
];

const MULTIPLIERS: &[(u64, &str)] = &[
    (1000, "tysiac tysiaca tysiacu tysiacem tysiace tysiecy tysiacom tysiacami tysiacach"),
    (1_000_000, "milion miliona milionowi milionem miliony milionow milionom milionami"),
];

const ENDINGS: &[&str] = &[
    "y", "a", "e", "ego", "ej", "emu", "ym", "ych", "ymi", "i", "ia", "ie", "iego", "iej", "iemu", "im", "ich", "imi",
];

static WORDS: LazyLock<HashMap<String, (Part, bool)>> = LazyLock::new(|| {
    let mut words = HashMap::new();
    for (value, stem) in ORDINALS {
        for ending in ENDINGS {
            words.insert(format!("{stem}{ending}"), (Part::Add(*value), true));
        }
    }
    for (value, forms) in CARDINALS {
        for form in forms.split(' ') {
            words.insert(form.to_owned(), (Part::Add(*value), false));
        }
    }
    for (value, forms) in MULTIPLIERS {
        for form in forms.split(' ') {
            words.insert(form.to_owned(), (Part::Times(*value), false));
        }
    }
    for ending in ENDINGS {
        words.insert(format!("tysieczn{ending}"), (Part::Times(1000), true));
    }
    words
});

#[cfg(test)]
mod tests {
    use super::*;
    use crate::polish::normalise::{tokens, words_of};

    fn said(text: &str) -> Vec<u64> {
        numbers(&tokens(&words_of(text))).into_iter().map(|number| number.value).collect()
    }

    /// The nominative of a cardinal below ten thousand, by the rules of grammar.
    fn cardinal(value: u64) -> String {
        let word = |number: u64| {
            CARDINALS
                .iter()
                .find(|(known, _)| *known == number)
                .map(|(_, forms)| forms.split(' ').next().unwrap_or_default().to_owned())
        };
        let mut words = Vec::new();
        if value >= 1000 {
            words.push(cardinal(value / 1000));
            words.push("tysięcy".to_owned());
        }
        let rest = value % 1000;
        words.extend(word(rest / 100 * 100).filter(|_| rest >= 100));
        let small = rest % 100;
        if small >= 20 {
            words.extend(word(small / 10 * 10));
            words.extend(word(small % 10).filter(|_| !small.is_multiple_of(10)));
        } else if small > 0 || value == 0 {
            words.extend(word(small));
        }
        words.join(" ")
    }

    #[test]
    fn every_cardinal_below_ten_thousand_is_read() {
        for value in (0..1100).chain((1100..10_000).step_by(37)) {
            assert_eq!(said(&cardinal(value)), vec![value], "{}", cardinal(value));
        }
    }

    #[test]
    fn inflected_and_ordinal_forms_are_read() {
        for (text, expected) in [
            ("do dwudziestego szóstego maja", vec![26]),
            ("w dwa tysiące dwudziestym szóstym roku", vec![2026]),
            ("po trzynastej", vec![13]),
            ("o wpół do jedenastej", vec![11]),
            ("dwudziestu czterech godzin", vec![24]),
            ("trzydziestu pięciu metrów", vec![35]),
            ("z siedemdziesiątego ósmego", vec![78]),
            ("od dwóch do trzech tysięcy złotych", vec![2, 3000]),
            ("sto osiemdziesiąt trzy złote", vec![183]),
            ("dwiema kartkami", vec![2]),
            ("numer 15 i 7", vec![15, 7]),
            ("Pięćset dwa, trzysta czternaście, osiemset sześćdziesiąt", vec![502, 314, 860]),
            ("pięćset dwa trzysta czternaście osiemset sześćdziesiąt", vec![502, 314, 860]),
            ("siedem pięć zero dwa jeden cztery", vec![7, 5, 0, 2, 1, 4]),
            ("zero osiem", vec![0, 8]),
            ("dwadzieścia jeden dwadzieścia dwa", vec![21, 22]),
            ("szesnaście czterdzieści", vec![16, 40]),
            ("tysiąc pięćset", vec![1500]),
            ("dwa miliony trzysta tysięcy", vec![2_300_000]),
            ("nic takiego", vec![]),
            ("o dziesiątej trzydzieści", vec![10, 30]),
            ("pierwszego września", vec![1]),
            ("trzeciego", vec![3]),
            ("drugiej", vec![2]),
        ] {
            assert_eq!(said(text), expected, "{text}");
        }
        assert!(numbers(&tokens(&words_of("trzeciego")))[0].ordinal);
        assert!(!numbers(&tokens(&words_of("trzech")))[0].ordinal);
    }
}
