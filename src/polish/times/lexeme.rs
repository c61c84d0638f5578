//! The words that times are made of, in any case, and as a recogniser may have mangled them.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

use jiff::civil::Weekday;

use crate::polish::normalise::{Token, fold};
use crate::polish::numbers::{self, Part};
use crate::polish::sound;

/// A stretch of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    Moment,
    Minute,
    Hour,
    Day,
    Week,
    Month,
    Year,
}

/// What a word does in a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lexeme {
    Number(u32),
    Ordinal {
        value: u32,
        feminine: bool,
    },
    /// As digits; the end of "15tej" makes it an ordinal.
    Digits(u32),
    /// "Parę", "kilka", "kilkanaście": about so many.
    Some(u32),
    Half,
    HalfTo,
    Quarter,
    Quarters,
    OneAndHalf,
    Thousand,
    Unit(Unit),
    Working,
    Weekday(Weekday),
    Month(i8),
    /// Days from today.
    Day(i32),
    Morning,
    Noon,
    /// "Popołudniu", written as one word.
    Afternoon,
    Forenoon,
    Evening,
    Night,
    Midnight,
    Weekend,
    Holidays,
    This,
    Next,
    Nearest,
    Start,
    Middle,
    End,
    At,
    On,
    Onto,
    After,
    Until,
    Latest,
    Before,
    About,
    In,
    Within,
    From,
    Between,
    And,
    Not,
    Ago,
    /// Says no more than that a time follows: "gdzieś", "dokładnie", "już".
    Filler,
    Other,
}

/// A lexeme and the tokens it rests on.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Item {
    pub(super) lexeme: Lexeme,
    pub(super) tokens: Range<usize>,
    /// From 0 to 1: how like the word it was taken for.
    pub(super) likeness: f32,
    /// The first letter was a number's accusative or nominative: "dziesiątą", "dziesiąta".
    pub(super) ends: Option<char>,
}

const WORDS: &[(Lexeme, &str)] = &[
    (Lexeme::Half, "pół puł połowę"),
    (Lexeme::HalfTo, "wpół"),
    (Lexeme::Quarter, "kwadrans kwadransa kwadransik kwadransie"),
    (Lexeme::Quarters, "kwadranse kwadransów"),
    (Lexeme::OneAndHalf, "półtorej półtora"),
    (Lexeme::Unit(Unit::Moment), "chwilę chwila chwili chwilkę chwileczkę moment momencik momencie momentu chwilunię"),
    (Lexeme::Unit(Unit::Minute), "minuta minuty minutę minut minutach minutkę minutki minutek min"),
    (
        Lexeme::Unit(Unit::Hour),
        "godzina godziny godzinę godzin godzinie godzinach godzinami godziną godzinkę godzinki godzinka godz",
    ),
    (Lexeme::Unit(Unit::Day), "dzień dnia dni dniu dniach dniami"),
    (Lexeme::Unit(Unit::Week), "tydzień tygodnia tygodnie tygodni tygodniu tygodniach tygodniem"),
    (Lexeme::Unit(Unit::Month), "miesiąc miesiąca miesiące miesięcy miesiącu miesiącem"),
    (Lexeme::Unit(Unit::Year), "rok roku"),
    (Lexeme::Thousand, "tysiące"),
    (Lexeme::Working, "roboczy robocze roboczych roboczego roboczym pracujących pracujące"),
    (Lexeme::Weekday(Weekday::Monday), "poniedziałek poniedziałku poniedziałkiem poniedziałkowi poniedziałkowy"),
    (Lexeme::Weekday(Weekday::Tuesday), "wtorek wtorku wtorkiem wtorkowi"),
    (Lexeme::Weekday(Weekday::Wednesday), "środa środę środy środzie środą"),
    (Lexeme::Weekday(Weekday::Thursday), "czwartek czwartku czwartkiem czwartkowi"),
    (Lexeme::Weekday(Weekday::Friday), "piątek piątku piątkiem piątkowi"),
    (Lexeme::Weekday(Weekday::Saturday), "sobota sobotę soboty sobocie sobotą"),
    (Lexeme::Weekday(Weekday::Sunday), "niedziela niedzielę niedzieli niedzielą"),
    (Lexeme::Month(1), "stycznia styczniu styczeń"),
    (Lexeme::Month(2), "lutego lutym"),
    (Lexeme::Month(3), "marca marcu"),
    (Lexeme::Month(4), "kwietnia kwietniu"),
    (Lexeme::Month(5), "maja maju"),
    (Lexeme::Month(6), "czerwca czerwcu"),
    (Lexeme::Month(7), "lipca lipcu"),
    (Lexeme::Month(8), "sierpnia sierpniu"),
    (Lexeme::Month(9), "września wrześniu"),
    (Lexeme::Month(10), "października październiku"),
    (Lexeme::Month(11), "listopada listopadzie"),
    (Lexeme::Month(12), "grudnia grudniu"),
    (Lexeme::Day(0), "dziś dzisiaj dzisiejszy dzisiejszym dzisiejszego"),
    (Lexeme::Day(1), "jutro jutra jutrzejszy jutrzejszym jutrzejszego"),
    (Lexeme::Day(2), "pojutrze pojutrza"),
    (Lexeme::Morning, "rano rana ranem ranka poranek"),
    (Lexeme::Noon, "południe południem południu południa"),
    (Lexeme::Afternoon, "popołudniu popołudnie popołudniem popołudnia"),
    (Lexeme::Forenoon, "przedpołudniem przedpołudnie"),
    (Lexeme::Evening, "wieczorem wieczór wieczora wieczorkiem"),
    (Lexeme::Night, "nocy nocą"),
    (Lexeme::Midnight, "północ północy północą"),
    (Lexeme::Weekend, "weekend weekendzie weekendu weekendem łikend łikendzie łikendu łikendem"),
    (Lexeme::Holidays, "świętach świętami świąt"),
    (Lexeme::This, "ten tym tego tę tą bieżący bieżącym bieżącego"),
    (
        Lexeme::Next,
        "przyszły przyszłym przyszłego przyszłą przyszłej następny następnym następnego następną następnej kolejny kolejnym kolejnego kolejną",
    ),
    (Lexeme::Nearest, "najbliższy najbliższym najbliższą najbliższej najbliższego najbliższych najbliższe"),
    (Lexeme::Start, "początek początku początkiem"),
    (Lexeme::Middle, "połowie połowy środku"),
    (Lexeme::End, "koniec końca końcu końcem końcówce końcówkę"),
    (Lexeme::At, "o"),
    (Lexeme::On, "w we"),
    (Lexeme::Onto, "na"),
    (Lexeme::After, "po"),
    (Lexeme::Until, "do pod"),
    (Lexeme::Latest, "najpóźniej najdalej"),
    (Lexeme::Before, "przed"),
    (Lexeme::About, "około koło circa"),
    (Lexeme::In, "za"),
    (Lexeme::Within, "ciągu przeciągu"),
    (Lexeme::From, "od"),
    (Lexeme::Between, "między pomiędzy"),
    (Lexeme::And, "a i"),
    (Lexeme::Not, "nie"),
    (Lexeme::Ago, "temu wstecz"),
    (
        Lexeme::Filler,
        "gdzieś dokładnie punktualnie punkt tak mniej więcej jeszcze już samo samego samym jakieś jakąś jakiś niecałe niecałą niecały dosłownie dobrą maksymalnie z tylko najlepiej równo jakoś orientacyjnie zaraz może dniu",
    ),
    (Lexeme::Some(3), "parę kilka kilku paru"),
    (Lexeme::Some(15), "kilkanaście kilkunastu"),
];

struct Known {
    lexeme: Lexeme,
    sounds: Vec<u8>,
}

static KNOWN: LazyLock<HashMap<String, Known>> = LazyLock::new(|| {
    let mut known = HashMap::new();
    for (lexeme, forms) in WORDS {
        for form in forms.split(' ') {
            known.entry(fold(form)).or_insert_with(|| Known { lexeme: *lexeme, sounds: sound::spell(form) });
        }
    }
    for value in (1..=20).chain([30, 40, 50]) {
        for form in numbers::forms(value) {
            let lexeme = number(&form).unwrap_or(Lexeme::Other);
            let spelt = ACCENTS.iter().fold(form.clone(), |form, (plain, spelt)| form.replace(plain, spelt));
            let sounds = sound::spell(&spelt);
            known.entry(form).or_insert(Known { lexeme, sounds });
        }
    }
    known
});

/// How numbers are spelt with the diacritics that the table of numbers leaves out.
const ACCENTS: &[(&str, &str)] = &[
    ("dziewiat", "dziewiąt"),
    ("dziesiat", "dziesiąt"),
    ("piat", "piąt"),
    ("szost", "szóst"),
    ("siodm", "siódm"),
    ("pietn", "piętn"),
    ("dziewietn", "dziewiętn"),
    ("nascie", "naście"),
    ("dziescia", "dzieścia"),
    ("dziesci", "dzieści"),
    ("piec", "pięć"),
    ("szesc", "sześć"),
];

/// Words shorter than this are not looked for by sound: too many others are like them.
const SHORTEST_BY_SOUND: usize = 5;

/// What a word may be wrong by, for each of its sounds, in hundredths of a sound.
const RATE: u16 = 13;

/// Prefixes that a recogniser joins to the word after them.
const JOINED: &[&str] = &["o", "po", "do", "przed", "okolo", "za", "we", "w", "na", "od", "jutro", "dzis"];

/// The lexemes of tokens, in order; words that mean nothing here are [`Lexeme::Other`].
pub(super) fn lexemes(tokens: &[Token]) -> Vec<Item> {
    let mut items = Vec::with_capacity(tokens.len());
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        let text = token.text.as_str();
        let exact = exact(text);
        if let Some(next) = tokens.get(at + 1).filter(|_| token.mark.is_none()) {
            let split = exact.is_none() || self::exact(&next.text).is_none();
            if let Some(lexeme) = split.then(|| whole_of(text, &next.text)).flatten() {
                items.push(item(lexeme, at..at + 2, 0.9, &next.text));
                at += 2;
                continue;
            }
        }
        match exact.map(|lexeme| (lexeme, 1.0)).or_else(|| by_sound(text)) {
            Some((lexeme, likeness)) => items.push(item(lexeme, at..at + 1, likeness, text)),
            None => match parted(text) {
                Some((first, second)) => {
                    items.push(item(first, at..at + 1, 0.9, ""));
                    items.push(item(second, at..at + 1, 0.9, text));
                }
                None => items.push(item(Lexeme::Other, at..at + 1, 1.0, text)),
            },
        }
        at += 1;
    }
    items
}

fn item(lexeme: Lexeme, tokens: Range<usize>, likeness: f32, text: &str) -> Item {
    Item { lexeme, tokens, likeness, ends: text.chars().last() }
}

fn exact(text: &str) -> Option<Lexeme> {
    if text.starts_with(|letter: char| letter.is_ascii_digit()) {
        return digits(text);
    }
    // "Mają" is no month, and "tę" may be anything.
    if text == "mają" {
        return None;
    }
    let folded = fold(text);
    KNOWN.get(&folded).map(|known| known.lexeme).or_else(|| number(&folded))
}

fn digits(text: &str) -> Option<Lexeme> {
    let end = text.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(text.len());
    let value = text[..end].parse().ok().filter(|value| *value < 10_000)?;
    Some(match &text[end..] {
        "" => Lexeme::Digits(value),
        "tej" | "ej" | "stej" | "mej" | "a" | "ta" => Lexeme::Ordinal { value, feminine: true },
        "tego" | "ego" | "stego" | "go" => Lexeme::Ordinal { value, feminine: false },
        _ => return None,
    })
}

fn number(folded: &str) -> Option<Lexeme> {
    let (Part::Add(value), ordinal) = numbers::part(folded)? else { return None };
    let value = u32::try_from(value).ok()?;
    if !ordinal {
        return Some(Lexeme::Number(value));
    }
    let feminine = folded.ends_with("ej") || folded.ends_with('a');
    Some(Lexeme::Ordinal { value, feminine })
}

/// One word that was heard as two: "dzie siątej", "po jutrze".
fn whole_of(first: &str, second: &str) -> Option<Lexeme> {
    let both = format!("{}{}", fold(first), fold(second));
    (both.len() >= 6).then(|| KNOWN.get(&both).map(|known| known.lexeme)).flatten()
}

/// Two words that were heard as one: "ojedenastej", "jutrorano".
fn parted(text: &str) -> Option<(Lexeme, Lexeme)> {
    let folded = fold(text);
    JOINED.iter().find_map(|first| {
        let rest = folded.strip_prefix(first).filter(|rest| rest.len() >= 4)?;
        let second = KNOWN.get(rest)?.lexeme;
        Some((exact(first)?, second))
    })
}

fn by_sound(text: &str) -> Option<(Lexeme, f32)> {
    if text.chars().count() < SHORTEST_BY_SOUND || UNLIKE.contains(&fold(text).as_str()) {
        return None;
    }
    let sounds = sound::spell(text);
    let near =
        |known: &&Known| known.sounds.len() >= SHORTEST_BY_SOUND && known.sounds.len().abs_diff(sounds.len()) <= 2;
    let distance = |known: &Known| sound::distance(&known.sounds, &sounds);
    // Any fixed order will do between equals, but the map's is not fixed.
    let best = KNOWN
        .values()
        .filter(near)
        .map(|known| (distance(known), known))
        .min_by(|(a, first), (b, second)| a.cmp(b).then_with(|| first.sounds.cmp(&second.sounds)));
    best.filter(|(distance, known)| *distance <= RATE * known.sounds.len() as u16).map(|(distance, known)| {
        (known.lexeme, 1.0 - f32::from(distance) / f32::from(sound::WHOLE) / known.sounds.len() as f32)
    })
}

/// Words of offices that sound like words of time and are none.
const UNLIKE: &[&str] = &[
    "rodzina",
    "rodziny",
    "rodzine",
    "rodzinie",
    "sroda",
    "srodki",
    "srodek",
    "marka",
    "marki",
    "druki",
    "piatka",
    "polowa",
    "miesieczny",
    "miesieczna",
    "jutrem",
    "moment",
    "posiada",
    "dziewczyny",
    "osoby",
    "dobre",
    "szosty",
];
