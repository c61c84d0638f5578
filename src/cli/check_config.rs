//! `czujka check-config`: says what is wrong with a procedure file, and where.

use clap::Args;

use super::Outcome;
use crate::alert::Check;
use crate::detect;
use crate::procedure::Procedure;

/// Reads procedure files and says in one line each what is wrong and where.
///
/// A procedure is one that ships (bialystok, lomza) or the path of a .toml file. Without any, those
/// that ship are checked.
#[derive(Debug, Args)]
pub(super) struct CheckConfig {
    /// Names or paths of procedures.
    #[arg(default_values = ["bialystok", "lomza"])]
    procedures: Vec<String>,
}

impl CheckConfig {
    #[expect(clippy::unnecessary_wraps, reason = "all commands answer alike")]
    pub(super) fn run(&self) -> anyhow::Result<Outcome> {
        let mut outcome = Outcome::Done;
        for name in &self.procedures {
            match Procedure::load(name)
                .and_then(|procedure| detect::build(&procedure).map(|built| (procedure, built.len())))
            {
                Ok((procedure, built)) => {
                    let points = Check::ALL.iter().filter(|check| procedure.point(**check).is_some()).count();
                    anstream::println!(
                        "{name}: good; {} monitors {points} points, {built} of them are built",
                        procedure.title
                    );
                }
                Err(error) => {
                    outcome = Outcome::Refused;
                    anstream::println!("{error}");
                }
            }
        }
        Ok(outcome)
    }
}
