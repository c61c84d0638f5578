//! The `czujka` program.

use std::process::ExitCode;

use czujka::cli::{self, Outcome};

fn main() -> ExitCode {
    match cli::run() {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::Refused) => ExitCode::from(2),
        Err(error) => {
            anstream::eprintln!("czujka: {error:#}");
            ExitCode::FAILURE
        }
    }
}
