//! An office's telephone procedure: what is monitored, with which numbers, read from a TOML file.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::alert::{Audience, Check, Severity};
use crate::calendar::Calendar;

/// The procedures that ship, by name.
pub const SHIPPED: [(&str, &str); 2] =
    [("bialystok", include_str!("../procedures/bialystok.toml")), ("lomza", include_str!("../procedures/lomza.toml"))];

/// Why a procedure could not be used.
#[derive(Debug, thiserror::Error)]
pub enum ProcedureError {
    /// Neither a shipped name nor a readable file.
    #[error(
        "there is no procedure `{name}`: name one that ships (bialystok, lomza) or the path of a .toml file ({reason})"
    )]
    Unknown {
        /// What was asked for.
        name: String,
        /// What the file system said.
        reason: String,
    },
    /// The file is not what it should be.
    #[error("{file}: {message}")]
    Invalid {
        /// The file, or the shipped procedure's name.
        file: String,
        /// What is wrong, with line and a hint where known.
        message: String,
    },
}

/// Whether a check follows the procedure's letter.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// It does.
    #[default]
    Letter,
    /// It is our reading of the point, and the pages say so.
    Interpreted,
}

/// The office and its names.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Office {
    /// The full names that count, in the nominative: "Urząd Miejski w Białymstoku".
    pub names: Vec<String>,
    /// Its departments, bureaus and other units.
    #[serde(default)]
    pub units: Vec<Unit>,
    /// Positions of its staff, beyond the usual ones of Polish local government.
    #[serde(default)]
    pub positions: Vec<String>,
    /// When it works.
    #[serde(default)]
    pub hours: Calendar,
}

/// A unit of the office.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Unit {
    /// Its full name in the nominative.
    pub name: String,
    /// Short names that count as well.
    #[serde(default)]
    pub short: Vec<String>,
}

/// What the procedure says of one check; its further keys are the check's own settings.
#[derive(Clone, Debug, Deserialize)]
pub struct Point {
    /// Where the procedure says it, such as `III.4`.
    pub point: Option<String>,
    /// Whether that is its letter or our reading of it.
    #[serde(default)]
    pub basis: Basis,
    /// Who is shown its alerts live.
    pub audience: Option<Audience>,
    /// How much its alerts weigh.
    pub severity: Option<Severity>,
    /// `false` switches it off: its verdict is then `not_monitored`.
    #[serde(default = "yes")]
    pub monitored: bool,
    #[serde(flatten)]
    settings: toml::Table,
}

const fn yes() -> bool {
    true
}

/// A whole procedure.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Procedure {
    /// A short name: `bialystok`.
    pub id: String,
    /// The name that pages show.
    pub title: String,
    /// The office it is of.
    pub office: Office,
    /// Its points, by check.
    #[serde(default)]
    pub checks: BTreeMap<Check, Point>,
    #[serde(skip)]
    source: Source,
}

#[derive(Clone, Debug, Default)]
struct Source {
    file: String,
    text: String,
}

impl Procedure {
    /// Loads a shipped procedure by its name, or any other by the path of its file.
    pub fn load(name: &str) -> Result<Self, ProcedureError> {
        if let Some((_, text)) = SHIPPED.iter().find(|(id, _)| *id == name) {
            return Self::parse(text, name);
        }
        let path = PathBuf::from(name);
        let text = std::fs::read_to_string(&path)
            .map_err(|error| ProcedureError::Unknown { name: name.to_owned(), reason: error.to_string() })?;
        Self::parse(&text, &Path::new(name).display().to_string())
    }

    /// Parses the text of a procedure file; `file` names it in errors.
    pub fn parse(text: &str, file: &str) -> Result<Self, ProcedureError> {
        let mut procedure: Self = toml::from_str(text)
            .map_err(|error| ProcedureError::Invalid { file: file.to_owned(), message: in_one_line(&error, text) })?;
        procedure.source = Source { file: file.to_owned(), text: text.to_owned() };
        if procedure.office.names.is_empty() {
            return Err(procedure
                .invalid("office.names", "the office needs at least one full name: names = [\"Urząd Miejski w …\"]"));
        }
        Ok(procedure)
    }

    /// What the procedure says of a check, if it monitors it.
    pub fn point(&self, check: Check) -> Option<&Point> {
        self.checks.get(&check).filter(|point| point.monitored)
    }

    /// The check's own settings; keys that the file leaves out keep their defaults.
    ///
    /// # Errors
    /// Names the file, the line and the key that is unknown or has an impossible value.
    pub fn settings<T: DeserializeOwned + Default>(&self, check: Check) -> Result<T, ProcedureError> {
        let Some(point) = self.checks.get(&check) else {
            return Ok(T::default());
        };
        T::deserialize(point.settings.clone()).map_err(|error| {
            // The error does not name the key of an impossible value; alone, that key fails as well.
            let alone = |(key, value): (&String, &toml::Value)| toml::Table::from_iter([(key.clone(), value.clone())]);
            let wrong = point.settings.iter().find(|setting| T::deserialize(alone(*setting)).is_err());
            self.invalid_at(check, wrong.map_or("", |(key, _)| key.as_str()), error.message())
        })
    }

    /// An error about a key of a check's table, with its line.
    pub fn invalid_at(&self, check: Check, key: &str, message: &str) -> ProcedureError {
        let header = format!("[checks.{check}]");
        let start = self.source.text.lines().position(|line| line.trim() == header);
        let line = start.map(|start| {
            let within =
                self.source.text.lines().skip(start + 1).take_while(|line| !line.trim_start().starts_with('['));
            let offset = within
                .enumerate()
                .find(|(_, line)| !key.is_empty() && line.trim_start().starts_with(key))
                .map_or(0, |(index, _)| index + 1);
            start + offset + 1
        });
        let place = line.map_or_else(String::new, |line| format!("line {line}: "));
        self.invalid(&format!("{place}checks.{check}"), message)
    }

    fn invalid(&self, place: &str, message: &str) -> ProcedureError {
        ProcedureError::Invalid { file: self.source.file.clone(), message: format!("{place}: {message}") }
    }
}

/// What is wrong with a TOML file and in which line, without the lines of context that the parser adds.
pub fn in_one_line(error: &toml::de::Error, text: &str) -> String {
    let before = error.span().and_then(|span| text.get(..span.start));
    let place = before.map_or_else(String::new, |before| format!("line {}: ", before.matches('\n').count() + 1));
    format!("{place}{}", error.message().replace('\n', " "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, Default, Deserialize)]
    #[serde(default, deny_unknown_fields)]
    struct Settings {
        within_ms: i64,
    }

    const SMALL: &str = "id = \"x\"\ntitle = \"X\"\n[office]\nnames = [\"Urząd Gminy X\"]\n[checks.introduction]\npoint = \"1\"\nwithin_ms = 5\n";

    #[test]
    fn shipped_procedures_parse() {
        for (name, text) in SHIPPED {
            let procedure = Procedure::parse(text, name).expect("a shipped file is valid");
            assert_eq!(procedure.id, name);
            assert!(procedure.point(Check::Introduction).is_some());
        }
    }

    #[test]
    fn an_unknown_setting_is_named_with_its_line() {
        let procedure = Procedure::parse(&SMALL.replace("within_ms", "whitin_ms"), "x.toml").expect("parses");
        let error = procedure.settings::<Settings>(Check::Introduction).expect_err("unknown key");
        let text = error.to_string();
        assert!(text.contains("x.toml") && text.contains("line 7") && text.contains("whitin_ms"), "{text}");
    }

    #[test]
    fn settings_are_read_and_a_missing_check_has_its_defaults() {
        let procedure = Procedure::parse(SMALL, "x.toml").expect("parses");
        assert_eq!(procedure.settings::<Settings>(Check::Introduction).expect("valid").within_ms, 5);
        assert_eq!(procedure.settings::<Settings>(Check::WaitNotice).expect("absent").within_ms, 0);
        assert!(procedure.point(Check::WaitNotice).is_none());
    }

    #[test]
    fn impossible_office_hours_are_named_with_their_line() {
        let text = SMALL.replace("[checks", "[office.hours]\nmonday = \"16:00-08:00\"\n[checks");
        let error = Procedure::parse(&text, "x.toml").expect_err("ends before it begins").to_string();
        assert!(error.contains("x.toml") && error.contains("line 6") && error.contains("07:30-15:30"), "{error}");
    }

    #[test]
    fn an_unknown_procedure_says_what_would_do() {
        let text = Procedure::load("krakow").expect_err("unknown").to_string();
        assert!(text.contains("bialystok, lomza"), "{text}");
    }
}
