//! `czujka models`: which speech models there are, and fetching one.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use indicatif::{ProgressBar, ProgressStyle};

use super::Outcome;
use crate::config::model_folder;
use crate::transcribe::fetch::{Patience, fetch};
use crate::transcribe::model::{self, ModelEntry};

/// Lists the speech models, and fetches official ones for real calls.
///
/// The model that ships has heard synthetic voices only. For calls of people, fetch `small` or
/// `large-v3-turbo-q5_0` once and name it with --model or in the configuration.
#[derive(Debug, Args)]
pub(super) struct Models {
    #[command(subcommand)]
    action: Option<Action>,
    /// The folder of fetched models.
    #[arg(long, global = true)]
    folder: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Downloads a model, goes on where an earlier download broke off, and verifies its digest.
    Fetch {
        /// A name of the list.
        name: String,
        /// Another server that holds the file, in the place of the model's own address.
        #[arg(long)]
        from: Option<String>,
    },
}

impl Models {
    pub(super) fn run(&self) -> anyhow::Result<Outcome> {
        let folder = self.folder.clone().unwrap_or_else(model_folder);
        match &self.action {
            None => {
                for entry in model::known()? {
                    anstream::println!("{}", described(&entry, &folder));
                }
                anstream::println!("fetched models are kept in {}", folder.display());
            }
            Some(Action::Fetch { name, from }) => {
                let entry = model::entry(name)?;
                let bar = entry.size_bytes.map_or_else(ProgressBar::no_length, ProgressBar::new).with_style(
                    ProgressStyle::with_template("{wide_bar} {bytes}/{total_bytes} {bytes_per_sec} {eta}")
                        .unwrap_or_else(|_| ProgressStyle::default_bar()),
                );
                let fetched = fetch(&entry, &folder, from.as_deref(), Patience::default(), &mut |progress| {
                    if let Some(total) = progress.total {
                        bar.set_length(total);
                    }
                    bar.set_position(progress.received);
                });
                bar.finish_and_clear();
                let fetched = fetched?;
                let path = fetched.path.display();
                if fetched.was_there {
                    anstream::println!("{name} was there already: {path}");
                } else {
                    anstream::println!("{name} is in {path}; use it with --model {name}");
                }
                if let Some(digest) = fetched.recorded {
                    anstream::println!(
                        "its publisher gives no digest, so this download's was recorded for later: SHA-256 {digest}"
                    );
                }
            }
        }
        Ok(Outcome::Done)
    }
}

fn described(entry: &ModelEntry, folder: &std::path::Path) -> String {
    let here = if entry.name == model::SHIPPED_NAME {
        "ships with the program"
    } else if folder.join(&entry.file).is_file() {
        "fetched"
    } else {
        "not fetched yet"
    };
    let size = entry.size_bytes.map_or_else(|| "? MB".to_owned(), |bytes| format!("{} MB", bytes / 1_000_000));
    format!("{:<22} {size:>8}  {here}; {}", entry.name, entry.notes)
}
