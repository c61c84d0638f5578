//! What is known of each model by name: `models/manifest.toml`, embedded in the program.

use serde::Deserialize;

use super::Cost;
use super::ggml::Shape;
use super::model::ModelError;

const MANIFEST: &str = include_str!("../../models/manifest.toml");

/// What the manifest says of one model.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ModelEntry {
    /// What it is called.
    pub name: String,
    /// The file's name.
    pub file: String,
    /// The file's length, where its publisher tells.
    pub size_bytes: Option<u64>,
    /// Its SHA-256 in hexadecimal, where its publisher tells.
    pub sha256: Option<String>,
    /// Its SHA-1 in hexadecimal, where its publisher tells no better one.
    pub sha1: Option<String>,
    /// Where the digest was published.
    pub digest_from: Option<String>,
    /// Where it is fetched from; none for the model that ships.
    pub origin: Option<String>,
    /// Under which terms it comes.
    pub licence: String,
    /// What it is and is good for.
    pub notes: String,
    /// Encoder positions (20 ms each) computed beyond the sound.
    pub context_margin: u32,
    /// How many beginnings of a whole utterance's transcript are followed side by side (beam search); 1 is greedy.
    pub beams: u32,
    /// The longest stretch given to it in one piece, in milliseconds.
    pub longest_ms: u32,
    /// What its work takes.
    pub cost: Cost,
}

/// The models known by name, the one that ships first.
///
/// # Errors
/// The manifest in the binary is damaged.
pub fn known() -> Result<Vec<ModelEntry>, ModelError> {
    #[derive(Deserialize)]
    struct Manifest {
        model: Vec<ModelEntry>,
    }
    Ok(toml::from_str::<Manifest>(MANIFEST)?.model)
}

/// The manifest's entry of that name.
///
/// # Errors
/// There is none.
pub fn entry(name: &str) -> Result<ModelEntry, ModelError> {
    let entries = known()?;
    let names: Vec<&str> = entries.iter().map(|e| e.name.as_str()).collect();
    let unknown = ModelError::Unknown { name: name.to_owned(), known: names.join(", ") };
    entries.into_iter().find(|e| e.name == name).ok_or(unknown)
}

/// An entry for a file that the manifest does not know.
///
/// Work grows with the square of the width and with the number of layers; the unit was fitted to the
/// known models' costs and is meant to be on the safe side.
pub(super) fn estimated(file: String, shape: Shape) -> ModelEntry {
    let width = i64::from(shape.width);
    let encoder = width * width * i64::from(shape.encoder_layers) / 1000;
    let decoder = width * width * i64::from(shape.decoder_layers) / 1000;
    let base_ms = 30 + encoder / 25 + decoder / 60;
    let per_audio_second_ms = 10 + encoder / 40 + decoder / 60;
    ModelEntry {
        name: file.clone(),
        file,
        size_bytes: None,
        sha256: None,
        sha1: None,
        digest_from: None,
        origin: None,
        licence: "unknown".to_owned(),
        notes: "A file of your own; its cost is estimated from its width.".to_owned(),
        context_margin: 96,
        beams: 1,
        longest_ms: 28_000,
        cost: Cost {
            hangover_ms: 500,
            base_ms,
            per_audio_second_ms,
            partial_ms: (base_ms + per_audio_second_ms).clamp(500, 5_000) * 2,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::transcribe::model::SHIPPED_NAME;

    #[test]
    fn every_model_to_be_fetched_has_an_address_and_a_digest_with_its_source() {
        for entry in known().expect("manifest") {
            assert!(entry.sha256.is_some() || entry.sha1.is_some(), "{entry:?}");
            assert!(entry.digest_from.is_some(), "{entry:?}");
            if entry.name != SHIPPED_NAME {
                let origin = entry.origin.expect("origin");
                assert!(origin.ends_with(&entry.file), "{origin}");
            }
        }
    }
}
