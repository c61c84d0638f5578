//! `czujka check-config`: says what is wrong with the office's files, and where.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use clap::Args;

use super::Outcome;
use crate::alert::Check;
use crate::config::Config;
use crate::detect;
use crate::procedure::Procedure;
use crate::staff::Staff;

/// Reads procedure files, a staff file and a configuration, and says in one line each what is wrong and where.
///
/// A procedure is one that ships (bialystok, lomza) or the path of a .toml file. Without any file, the
/// procedures that ship are checked. Nothing is changed and no service is started.
#[derive(Debug, Args)]
pub(super) struct CheckConfig {
    /// Names or paths of procedures.
    procedures: Vec<String>,
    /// A staff file, as `czujka analyze --staff` takes it.
    #[arg(long)]
    staff: Option<PathBuf>,
    /// A configuration, as `czujka serve --config` takes it; the files that it names are checked with it.
    #[arg(long)]
    config: Option<PathBuf>,
}

impl CheckConfig {
    #[expect(clippy::unnecessary_wraps, reason = "all commands answer alike")]
    pub(super) fn run(&self) -> anyhow::Result<Outcome> {
        let mut files = Files { procedures: self.procedures.clone(), staff: self.staff.clone() };
        let mut told = Told { wrong: false, ids: BTreeMap::new() };
        if let Some(path) = &self.config {
            match Config::read(path) {
                Ok(config) => {
                    anstream::println!("{}: good", path.display());
                    files.add(config);
                }
                Err(error) => told.wrong(&error.to_string()),
            }
        } else if files.procedures.is_empty() && files.staff.is_none() {
            files.procedures = vec!["bialystok".to_owned(), "lomza".to_owned()];
        }
        for name in &files.procedures {
            told.procedure(name);
        }
        if let Some(path) = &files.staff {
            told.staff(path);
        }
        Ok(if told.wrong { Outcome::Refused } else { Outcome::Done })
    }
}

/// What is to be checked.
struct Files {
    procedures: Vec<String>,
    staff: Option<PathBuf>,
}

impl Files {
    fn add(&mut self, config: Config) {
        let further = config.procedures.iter().map(|path| path.display().to_string());
        self.procedures.extend(std::iter::once(config.procedure).chain(further));
        self.staff = self.staff.take().or(config.staff);
    }
}

/// What has been said so far.
struct Told {
    wrong: bool,
    /// The procedures' ids, with the file of each.
    ids: BTreeMap<String, String>,
}

impl Told {
    fn wrong(&mut self, message: &str) {
        self.wrong = true;
        anstream::println!("{message}");
    }

    fn procedure(&mut self, name: &str) {
        let procedure = match Procedure::load(name) {
            Ok(procedure) => procedure,
            Err(error) => return self.wrong(&error.to_string()),
        };
        let rows = detect::TABLE.iter().filter(|row| procedure.point(row.check).is_some());
        let problems: Vec<String> =
            rows.clone().filter_map(|row| row.verify(&procedure).err()).map(|error| error.to_string()).collect();
        for problem in &problems {
            self.wrong(problem);
        }
        if let Some(before) = self.ids.insert(procedure.id.clone(), name.to_owned()) {
            return self.wrong(&format!(
                "{name}: the id `{}` is that of {before} already; calls could not name both",
                procedure.id
            ));
        }
        if problems.is_empty() {
            let points = Check::ALL.iter().filter(|check| procedure.point(**check).is_some()).count();
            anstream::println!("{name}: good; {} monitors {points} points", procedure.title);
        }
    }

    fn staff(&mut self, path: &Path) {
        match Staff::read(path) {
            Ok(staff) => anstream::println!("{}: good; {} people", path.display(), staff.people().len()),
            Err(error) => self.wrong(&error.to_string()),
        }
    }
}
