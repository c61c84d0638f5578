//! What an introduction may consist of in one office, for one agent: phrases made from the
//! procedure's names and the agent's facts.

use super::normalise::fold;
use super::phrases::Phrases;
use super::sound;
use crate::facts::Agent;
use crate::procedure::Procedure;

/// What a phrase of the lexicon stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// The office's full name.
    Office,
    /// A unit of the office; `own` is the agent's.
    Unit { own: bool },
    /// A word that a unit's name begins with.
    UnitHead,
    /// A position; `own` is the agent's.
    Position { own: bool },
    /// The agent's first name.
    FirstName,
    /// The agent's surname.
    Surname,
    /// A word that is no name.
    Stop,
    /// Somebody says who they are.
    Cue,
}

/// The names that count in an introduction.
#[derive(Clone, Debug)]
pub struct Lexicon {
    pub(super) phrases: Phrases,
    pub(super) kinds: Vec<Kind>,
    pub(super) first_name: Option<Vec<u8>>,
    pub(super) surname: Option<Vec<u8>>,
    pub(super) position_known: bool,
    pub(super) unit_known: bool,
}

/// Words that units of Polish offices are called by.
const UNIT_HEADS: &str = "(departament*|wydział*|wydziale|wytział*|wydzyał*|wyd ział*|biuro|biura|biurze|biurem|referat*|zespół|zespołu|zespole|zespołem|dział|działu|dziale|oddział*|centrum|delegatur*|sekretariat*|zarząd*|ośrodek|ośrodka|ośrodku|pracownia|archiwum|kancelari*|(punkt|punktu|punkcie) (obsługi|informac*|konsultac*|potwierdz*|interesant*|przyjęć|kontaktow*|porad*)|stanowisko do spraw|stanowiska do spraw)";

/// Positions of Polish local government; the adjective is optional and alone is none.
const POSITIONS: &[&str] = &[
    "[(młodsz*|starsz*|główn*|samodzieln*|zastęp*|p o|pomoc*|wice)] (referent*|podreferent*|inspektor*|podinspektor*|specjalist*|księgowa!|księgowy!|księgową!|informatyk*|archiwist*|geodeta!|geodetą!|architekt!|architekta!|architektka!|architektką!|kartograf*|kasjer*|konsultant*|koordynator*|asystent*|sekretarka!|sekretarką!|opiekun*|doradc*|doradczyni*|rewident*|audytor*|intendent*|programist*|administrator*|redaktor*|strażnik*|dyspozytor*|operator*|planist*|statystyk*|konserwator*|bibliotekark*|wychowawc*|referendarz*|rzeczoznawc*|prawnik*|legislator*|kierowca!)",
    "[(zastęp*|p o|pełniąc* obowiązki|pełnię obowiązki|wice)] (kierowni*|naczelnik*|naczelniczk*|dyrektor*|sekretarz*|skarbnik*|burmistrz*|wiceburmistrz*|prezydent*|wiceprezydent*|wójt*|komendant*|koordynator*|pełnomocni*|rzeczni*|przewodnicząc*|geodeta miejski|architekt miejski) [(referatu|wydziału|biura|departamentu|zespołu|działu|oddziału|urzędu|miasta|gminy|kancelarii|punktu|centrum)]",
    "(radca prawny|radcą prawnym|radczyni prawna|urzędnik stanu cywilnego|pracownik socjalny|pracownica socjalna|pracownikiem socjalnym|pomoc administracyjna|robotnik gospodarczy|praktykant*|stażyst*|dyżurn*|dyspozytork*)",
];

/// Words near a name that belong to nobody's name.
const STOP: &str = "(słucham|słuchamy|dzień|dobry|dobre|w|we|czym|jak|mogę|możemy|pomóc|służyć|przy|telefonie|aparacie|mówi|tej|strony|tu|tutaj|proszę|prosimy|pan|pani|pana|panią|panu|państwa|państwu|państwo|uprzejmie|witam|witamy|halo|kłaniam|kłania|się|nazywam|jestem|moje|nazwisko|imię|i|a|z|ze|do|od|dla|na|o|po|za|to|tak|no|urząd|urzędu|urzędzie|miejski|miejskiego|miejskim|miejska|miasta|stanu|cywilnego|dzwonię|dzwoni|sprawie|jakiej|czy|co|kto|rozmawiam|rozmawia|oczywiście|dobrze|rozumiem|już|przepraszam|chwileczkę|momencik|cześć|serdecznie|zapraszam|ja|również|też|ponownie|właśnie|teraz|obsługi|spraw|łączę|bardzo|sprawa|będę|którym|pokój|numer|stanowisko)";

const CUES: &str = "(mówi|tu|tutaj|jestem|nazywam się|moje nazwisko|z tej strony|przy telefonie|przy aparacie|kłania się|dzwonię z|rozmawia {pan} z|łączy się {pan} z|dodzwonił* się {pan} do|połączył* się {pan} z|słucham|w czym ~1 pomóc|dzień dobry|dzwonię w sprawie)";

impl Lexicon {
    /// The names of an office and of the agent, as far as they are known.
    pub fn new(procedure: &Procedure, agent: &Agent) -> Self {
        let mut rows: Vec<(String, Kind)> = Vec::new();
        for name in &procedure.office.names {
            rows.push((office_pattern(name), Kind::Office));
        }
        let own_unit = agent.unit.as_deref().unwrap_or_default();
        for unit in &procedure.office.units {
            let own = fold(&unit.name) == fold(own_unit);
            for name in std::iter::once(&unit.name).chain(&unit.short) {
                rows.push((name_pattern(name), Kind::Unit { own }));
            }
        }
        if !own_unit.is_empty() {
            rows.push((name_pattern(own_unit), Kind::Unit { own: true }));
        }
        rows.push((UNIT_HEADS.to_owned(), Kind::UnitHead));
        let own_position = agent.position.as_deref().unwrap_or_default();
        if !own_position.is_empty() {
            rows.push((name_pattern(own_position), Kind::Position { own: true }));
        }
        let positions = POSITIONS.iter().map(|pattern| (*pattern).to_owned());
        let named = procedure.office.positions.iter().map(|name| name_pattern(name));
        rows.extend(positions.chain(named).map(|pattern| (pattern, Kind::Position { own: false })));
        if let Some(name) = &agent.first_name {
            rows.push((words_pattern(name), Kind::FirstName));
        }
        if let Some(name) = &agent.surname {
            rows.push((words_pattern(name), Kind::Surname));
        }
        rows.push((STOP.to_owned(), Kind::Stop));
        rows.push((CUES.to_owned(), Kind::Cue));
        Self {
            phrases: Phrases::compile(rows.iter().map(|(pattern, _)| pattern.as_str())),
            kinds: rows.iter().map(|(_, kind)| *kind).collect(),
            first_name: agent.first_name.as_deref().map(spelt),
            surname: agent.surname.as_deref().map(spelt),
            position_known: agent.position.is_some(),
            unit_known: agent.unit.is_some(),
        }
    }
}

fn spelt(name: &str) -> Vec<u8> {
    name.to_lowercase().split(' ').flat_map(sound::spell).collect()
}

/// An office's name in any case: all before its place inflects ("Urzędu Miejskiego w Łomży").
fn office_pattern(name: &str) -> String {
    let mut place = false;
    let words = name.split_whitespace().map(|word| {
        let word = letters(word);
        place |= matches!(word.as_str(), "w" | "we");
        if matches!(word.as_str(), "w" | "we") { "~1".to_owned() } else { inflected(&word) }
    });
    words.collect::<Vec<_>>().join(" ")
}

/// A unit's or position's name in any case; small words may be swallowed.
fn name_pattern(name: &str) -> String {
    let words = name.split_whitespace().map(|word| {
        let word = letters(word);
        if word.chars().count() <= 2 { format!("[{word}]") } else { inflected(&word) }
    });
    words.collect::<Vec<_>>().join(" ")
}

fn words_pattern(name: &str) -> String {
    name.split([' ', '-']).map(letters).collect::<Vec<_>>().join(" ")
}

fn letters(word: &str) -> String {
    word.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// A word with any ending; the commonest alternations inside it are given besides.
fn inflected(word: &str) -> String {
    if word.chars().count() <= 3 {
        return word.to_owned();
    }
    match word {
        "urząd" => return "(urząd*|urzęd*|ursąd*|uząd*)".to_owned(),
        "zespół" => return "(zespół|zespoł*|zespol*)".to_owned(),
        "wydział" => return "(wydział*|wydzial*|wytział*|wydzyał*|wyd ział*)".to_owned(),
        _ => {}
    }
    let endings = [
        "iego", "iemu", "ego", "emu", "iej", "ych", "ich", "ymi", "imi", "ów", "ej", "ym", "im", "om", "y", "i", "a",
        "ą", "e", "ę", "o", "u",
    ];
    let stem = endings
        .iter()
        .find_map(|ending| word.strip_suffix(ending))
        .filter(|stem| stem.chars().count() >= 3)
        .unwrap_or(word);
    format!("{stem}*")
}
