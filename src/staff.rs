//! The office's staff file: who works there, as a table that a spreadsheet writes.
//!
//! A CSV with a heading line; the columns may stand in any order and be named in English or Polish:
//!
//! | column | names | |
//! |---|---|---|
//! | id | `id`, `identyfikator` | required, once each; the exchange's name of the agent |
//! | first name | `first_name`, `imię` | |
//! | surname | `surname`, `nazwisko` | required |
//! | position | `position`, `stanowisko` | in the nominative |
//! | unit | `unit`, `jednostka` | in the nominative |
//! | short names | `short_names`, `skróty` | of the unit, with `\|` between |
//! | extension | `extension`, `wewnętrzny` | |
//!
//! Commas, semicolons or tabs separate the columns. UTF-8 with or without a byte-order mark, UTF-16
//! with one, and Windows-1250, which Polish spreadsheets write, are understood.

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};

use encoding_rs::{Encoding, UTF_8, WINDOWS_1250};

use crate::facts::Agent;

/// Why a staff file cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum StaffError {
    /// The file cannot be read.
    #[error("the staff file {path} cannot be read: {reason}; give the path of a CSV file")]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the file system said.
        reason: std::io::Error,
    },
    /// Something in it is wrong; every problem is listed, a line each.
    #[error("{}", lines(file, problems))]
    Invalid {
        /// The file.
        file: String,
        /// What is wrong, in order of the lines.
        problems: Vec<Problem>,
    },
}

/// One thing wrong in a staff file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The line, from 1.
    pub line: u64,
    /// What is wrong and what would do.
    pub message: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.message)
    }
}

/// Somebody who works at the office.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Person {
    /// The exchange's name of them.
    pub id: String,
    /// Their first name.
    pub first_name: Option<String>,
    /// Their surname.
    pub surname: String,
    /// Their position, in the nominative.
    pub position: Option<String>,
    /// Their unit, in the nominative.
    pub unit: Option<String>,
    /// Short names of their unit.
    pub short_names: Vec<String>,
    /// Their extension.
    pub extension: Option<String>,
}

/// Everybody in the staff file; nobody where there is none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Staff {
    people: Vec<Person>,
}

impl Staff {
    /// Reads a staff file.
    ///
    /// # Errors
    /// It cannot be read, or something in it is wrong; all problems are told with their lines.
    pub fn read(path: &Path) -> Result<Self, StaffError> {
        let bytes = std::fs::read(path).map_err(|reason| StaffError::Unreadable { path: path.to_owned(), reason })?;
        Self::parse(&bytes, &path.display().to_string())
    }

    /// Reads the bytes of a staff file; `file` names it in errors.
    ///
    /// # Errors
    /// Something in it is wrong; all problems are told with their lines.
    pub fn parse(bytes: &[u8], file: &str) -> Result<Self, StaffError> {
        let mut reading = Reading::default();
        reading.table(&decoded(bytes));
        if reading.problems.is_empty() {
            Ok(Self { people: reading.people })
        } else {
            Err(StaffError::Invalid { file: file.to_owned(), problems: reading.problems })
        }
    }

    /// Everybody, in the file's order.
    pub fn people(&self) -> &[Person] {
        &self.people
    }

    /// Whoever the exchange calls so.
    pub fn find(&self, id: &str) -> Option<&Person> {
        self.people.iter().find(|person| person.id == id)
    }

    /// Whoever has an extension.
    pub fn at_extension(&self, extension: &str) -> Option<&Person> {
        self.people.iter().find(|person| person.extension.as_deref() == Some(extension))
    }

    /// Fills in what the exchange does not say of an agent. What it says stands.
    pub fn complete(&self, agent: &mut Agent, extension: Option<&str>) {
        let known = if agent.id.is_empty() {
            extension.and_then(|extension| self.at_extension(extension))
        } else {
            self.find(&agent.id)
        };
        let Some(person) = known else { return };
        if agent.id.is_empty() {
            agent.id.clone_from(&person.id);
        }
        let surname = Some(person.surname.clone());
        for (field, known) in [
            (&mut agent.first_name, &person.first_name),
            (&mut agent.surname, &surname),
            (&mut agent.position, &person.position),
            (&mut agent.unit, &person.unit),
        ] {
            if field.is_none() {
                field.clone_from(known);
            }
        }
    }
}

/// The columns, with the names that their headings may have.
const COLUMNS: [(Column, [&str; 3]); 7] = [
    (Column::Id, ["id", "identyfikator", "login"]),
    (Column::FirstName, ["first_name", "imię", "imie"]),
    (Column::Surname, ["surname", "nazwisko", "last_name"]),
    (Column::Position, ["position", "stanowisko", "funkcja"]),
    (Column::Unit, ["unit", "jednostka", "komórka"]),
    (Column::ShortNames, ["short_names", "skróty", "skroty"]),
    (Column::Extension, ["extension", "wewnętrzny", "wewnetrzny"]),
];

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Column {
    Id,
    FirstName,
    Surname,
    Position,
    Unit,
    ShortNames,
    Extension,
}

#[derive(Default)]
struct Reading {
    columns: BTreeMap<Column, usize>,
    people: Vec<Person>,
    lines_of_ids: BTreeMap<String, u64>,
    lines_of_extensions: BTreeMap<String, u64>,
    problems: Vec<Problem>,
    /// The line of the row being read.
    line: u64,
}

impl Reading {
    fn table(&mut self, text: &str) {
        let mut table = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .trim(csv::Trim::All)
            .delimiter(delimiter(text))
            .from_reader(text.as_bytes());
        for row in table.records() {
            let position = row.as_ref().map_or_else(csv::Error::position, csv::StringRecord::position);
            self.line = position.map_or(0, |position| line_at(text, position.byte() as usize));
            match row {
                Ok(row) if self.columns.is_empty() => {
                    if !self.headings(&row) {
                        return;
                    }
                }
                Ok(row) if row.iter().all(str::is_empty) => {}
                Ok(row) => self.person(&row),
                Err(_) => self.problem("this is not a row of a table; is a quotation mark left open?"),
            }
        }
        if self.columns.is_empty() {
            self.line = 1;
            self.problem("the file is empty; its first line names the columns: id,first_name,surname,position,unit,short_names,extension");
        }
    }

    fn headings(&mut self, row: &csv::StringRecord) -> bool {
        for (index, heading) in row.iter().enumerate().filter(|(_, heading)| !heading.is_empty()) {
            let name = heading.to_lowercase().replace([' ', '-'], "_");
            match COLUMNS.iter().find(|(_, names)| names.contains(&name.as_str())) {
                Some((column, _)) if self.columns.insert(*column, index).is_some() => {
                    self.problem(&format!("the column `{heading}` stands twice"));
                }
                Some(_) => {}
                None => {
                    let known = COLUMNS.map(|(_, [name, ..])| name).join(", ");
                    self.problem(&format!("the column `{heading}` is unknown; known are: {known}"));
                }
            }
        }
        for (column, name) in [(Column::Id, "id"), (Column::Surname, "surname")] {
            if !self.columns.contains_key(&column) {
                self.problem(&format!("there is no column `{name}`; the first line names the columns"));
            }
        }
        self.problems.is_empty()
    }

    fn person(&mut self, row: &csv::StringRecord) {
        let value = |column| {
            let text = self.columns.get(&column).and_then(|index| row.get(*index));
            text.filter(|text| !text.is_empty()).map(str::to_owned)
        };
        let person = Person {
            id: value(Column::Id).unwrap_or_default(),
            first_name: value(Column::FirstName),
            surname: value(Column::Surname).unwrap_or_default(),
            position: value(Column::Position),
            unit: value(Column::Unit),
            short_names: value(Column::ShortNames).map(|names| listed(&names)).unwrap_or_default(),
            extension: value(Column::Extension),
        };
        if row.len() > self.columns.values().max().map_or(0, |last| last + 1) && row.iter().next_back() != Some("") {
            self.problem("there are more values than columns; put one that holds the separator in quotation marks");
        }
        if person.id.is_empty() {
            self.problem("the id is missing: the exchange's name of the agent");
        } else if let Some(before) = self.lines_of_ids.insert(person.id.clone(), self.line) {
            self.problem(&format!("the id `{}` stands in line {before} already", person.id));
        }
        if let Some(extension) = &person.extension
            && let Some(before) = self.lines_of_extensions.insert(extension.clone(), self.line)
        {
            self.problem(&format!("the extension {extension} stands in line {before} already"));
        }
        if person.surname.is_empty() {
            self.problem("the surname is missing");
        }
        for name in [person.first_name.as_deref(), Some(person.surname.as_str())].into_iter().flatten() {
            if let Some(strange) = name.chars().find(|letter| !(letter.is_alphabetic() || " -.'’".contains(*letter)))
            {
                let hint = "save the file as UTF-8 or Windows-1250";
                self.problem(&format!("the name `{name}` holds {strange:?}, which no name does; {hint}"));
            }
        }
        if person.unit.is_none() && !person.short_names.is_empty() {
            self.problem("there are short names, but no unit that they are of");
        }
        self.people.push(person);
    }

    fn problem(&mut self, message: &str) {
        self.problems.push(Problem { line: self.line, message: message.to_owned() });
    }
}

/// The line of the first row that begins at this byte or, after empty lines, behind it.
fn line_at(text: &str, byte: usize) -> u64 {
    let (before, row) = text.split_at_checked(byte).unwrap_or((text, ""));
    let empty = row.len() - row.trim_start_matches(['\r', '\n']).len();
    1 + before.matches('\n').count() as u64 + row[..empty].matches('\n').count() as u64
}

fn listed(names: &str) -> Vec<String> {
    names.split('|').map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned).collect()
}

/// The text by its byte-order mark; without one UTF-8 where it is valid, else Windows-1250.
fn decoded(bytes: &[u8]) -> String {
    let encoding = Encoding::for_bom(bytes).map(|(encoding, _)| encoding);
    let guessed = if std::str::from_utf8(bytes).is_ok() { UTF_8 } else { WINDOWS_1250 };
    encoding.unwrap_or(guessed).decode(bytes).0.into_owned()
}

/// What separates the headings most often.
fn delimiter(text: &str) -> u8 {
    let headings = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let count = |delimiter: u8| headings.bytes().filter(|byte| *byte == delimiter).count();
    // The first of equals: a lone column has none of them.
    [b'\t', b';', b','].into_iter().max_by_key(|delimiter| count(*delimiter)).unwrap_or(b',')
}

fn lines(file: &str, problems: &[Problem]) -> String {
    problems.iter().map(|problem| format!("{file}: {problem}")).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE: &str = "id,first_name,surname,position,unit,short_names,extension
a-1,Łucja,Żółkiewska,inspektor,Departament Obsługi Mieszkańców,Biuro Obsługi Mieszkańców|BOM,4101
a-2,Piotr,Nowak-Kowalski,,,,
";

    fn problems(text: &str) -> String {
        Staff::parse(text.as_bytes(), "staff.csv").expect_err("refused").to_string()
    }

    #[test]
    fn people_are_read_and_found() {
        let staff = Staff::parse(TABLE.as_bytes(), "staff.csv").expect("valid");
        assert_eq!(staff.people().len(), 2);
        let first = staff.find("a-1").expect("she is there");
        assert_eq!((first.surname.as_str(), first.position.as_deref()), ("Żółkiewska", Some("inspektor")));
        assert_eq!(first.short_names, ["Biuro Obsługi Mieszkańców", "BOM"]);
        assert_eq!(staff.at_extension("4101"), Some(first));
        assert_eq!(staff.find("a-2").expect("he is there").unit, None);
    }

    #[test]
    fn every_writing_of_the_same_table_is_the_same_staff() {
        let staff = Staff::parse(TABLE.as_bytes(), "staff.csv").expect("valid");
        let polish = TABLE.replace(
            "id,first_name,surname,position,unit,short_names,extension",
            "Identyfikator,Imię,Nazwisko,Stanowisko,Jednostka,Skróty,Wewnętrzny",
        );
        let windows = WINDOWS_1250.encode(&polish).0.into_owned();
        let marked = [b"\xEF\xBB\xBF", TABLE.as_bytes()].concat();
        let utf16: Vec<u8> =
            std::iter::once(0xFEFF_u16).chain(TABLE.encode_utf16()).flat_map(u16::to_le_bytes).collect();
        let semicolons = TABLE.replace(',', ";").replace('\n', "\r\n").into_bytes();
        for bytes in [polish.into_bytes(), windows, marked, utf16, semicolons] {
            assert_eq!(Staff::parse(&bytes, "staff.csv").expect("valid"), staff);
        }
    }

    #[test]
    fn each_problem_is_told_with_its_line() {
        let text = problems(&format!("{TABLE}a-1,Jan,Lis,,,,\n\n,Jan,,,,,4101\na-9,J@n,Lis,,,KRS,\n"));
        for told in [
            "staff.csv: line 4: the id `a-1` stands in line 2 already",
            "staff.csv: line 6: the id is missing",
            "staff.csv: line 6: the extension 4101 stands in line 2 already",
            "staff.csv: line 6: the surname is missing",
            "staff.csv: line 7: the name `J@n` holds '@'",
            "staff.csv: line 7: there are short names, but no unit",
        ] {
            assert!(text.contains(told), "{told} is not in\n{text}");
        }
        assert_eq!(text.lines().count(), 6, "{text}");
    }

    #[test]
    fn a_table_without_its_columns_says_what_they_are() {
        assert!(problems("").contains("first line names the columns"));
        assert!(problems("id,nazwisko,kolor\n").contains("`kolor` is unknown; known are: id, first_name"));
        assert!(problems("imię,nazwisko\n").contains("no column `id`"));
        assert!(problems("id,surname,id\n").contains("stands twice"));
        assert!(problems("id,surname\na-1,Lis,inspektor\n").contains("more values than columns"));
    }

    #[test]
    fn what_the_exchange_says_stands_and_the_rest_is_filled_in() {
        let staff = Staff::parse(TABLE.as_bytes(), "staff.csv").expect("valid");
        let mut agent = Agent { id: "a-1".to_owned(), position: Some("kierownik".to_owned()), ..Agent::default() };
        staff.complete(&mut agent, None);
        assert_eq!(agent.surname.as_deref(), Some("Żółkiewska"));
        assert_eq!(agent.position.as_deref(), Some("kierownik"));
        let mut unnamed = Agent::default();
        staff.complete(&mut unnamed, Some("4101"));
        assert_eq!(unnamed.id, "a-1");
        let mut stranger = Agent { id: "a-7".to_owned(), ..Agent::default() };
        staff.complete(&mut stranger, Some("4101"));
        assert_eq!(stranger.surname, None);
    }
}
