//! What an introduction may consist of in one office, for one agent: phrases made from the
//! procedure's names and the agent's facts.

use std::collections::BTreeSet;

use super::inflection::{name_pattern, office_pattern, title_pattern};
use super::normalise::fold;
use super::phrases::Phrases;
use super::sound;
use crate::facts::Agent;
use crate::procedure::Procedure;
use crate::staff::Staff;

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
    /// The names of an office and of the agent, as far as they are known. Where nobody knows who the
    /// agent is, it may be anybody of the staff.
    pub fn new(procedure: &Procedure, staff: &Staff, agent: &Agent) -> Self {
        let mut rows = Rows::default();
        for name in &procedure.office.names {
            rows.add(office_pattern(name), Kind::Office);
        }
        rows.units(procedure, staff, agent.unit.as_deref());
        rows.add(UNIT_HEADS.to_owned(), Kind::UnitHead);
        rows.positions(procedure, staff, agent.position.as_deref());
        rows.names(staff, agent);
        rows.add(STOP.to_owned(), Kind::Stop);
        rows.add(CUES.to_owned(), Kind::Cue);
        let rows = rows.rows;
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

/// The patterns of a lexicon as they are gathered.
#[derive(Default)]
struct Rows {
    rows: Vec<(String, Kind)>,
    /// Patterns that stand there already: the agent's own come first and win.
    known: BTreeSet<String>,
}

impl Rows {
    fn add(&mut self, pattern: String, kind: Kind) {
        if !pattern.is_empty() && self.known.insert(pattern.clone()) {
            self.rows.push((pattern, kind));
        }
    }

    fn units(&mut self, procedure: &Procedure, staff: &Staff, own: Option<&str>) {
        let own_folded = own.map(fold);
        let procedures = procedure.office.units.iter().map(|unit| (unit.name.as_str(), unit.short.as_slice()));
        let staffs =
            staff.people().iter().filter_map(|person| Some((person.unit.as_deref()?, person.short_names.as_slice())));
        let mut units: Vec<(&str, &[String])> = own_first(procedures.chain(staffs).collect(), own_folded.as_deref());
        units.dedup();
        for (name, short) in units {
            let own = own_folded.as_ref().is_some_and(|own| *own == fold(name));
            for name in std::iter::once(name).chain(short.iter().map(String::as_str)) {
                self.add(title_pattern(name), Kind::Unit { own });
            }
        }
        if let Some(own) = own {
            self.add(title_pattern(own), Kind::Unit { own: true });
        }
    }

    fn positions(&mut self, procedure: &Procedure, staff: &Staff, own: Option<&str>) {
        if let Some(own) = own {
            self.add(title_pattern(own), Kind::Position { own: true });
        }
        for usual in POSITIONS {
            self.add((*usual).to_owned(), Kind::Position { own: false });
        }
        let staffs = staff.people().iter().filter_map(|person| person.position.as_ref());
        for name in procedure.office.positions.iter().chain(staffs) {
            self.add(title_pattern(name), Kind::Position { own: false });
        }
    }

    fn names(&mut self, staff: &Staff, agent: &Agent) {
        let known = agent.first_name.is_some() || agent.surname.is_some();
        let first_names = agent.first_name.iter().map(String::as_str);
        let surnames = agent.surname.iter().map(String::as_str);
        let anybody = staff.people().iter().filter(|_| !known);
        for name in first_names.chain(anybody.clone().filter_map(|person| person.first_name.as_deref())) {
            self.add(name_pattern(name), Kind::FirstName);
        }
        for name in surnames.chain(anybody.map(|person| person.surname.as_str())) {
            self.add(name_pattern(name), Kind::Surname);
        }
    }
}

/// Units with the agent's own in front, so that its short names are the agent's too.
fn own_first<'a>(mut units: Vec<(&'a str, &'a [String])>, own: Option<&str>) -> Vec<(&'a str, &'a [String])> {
    units.sort_by_key(|(name, _)| own.is_none_or(|own| own != fold(name)));
    units
}

fn spelt(name: &str) -> Vec<u8> {
    name.to_lowercase().split(' ').flat_map(sound::spell).collect()
}
