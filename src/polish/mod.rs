//! Polish text in, meaning out; no input or output of its own.
//!
//! What comes in was made out by a recogniser and is wrong in places: letters dropped, words joined
//! or split, endings and names mangled. So everything here compares sounds, not letters
//! ([`sound`]), across word borders, through one small phrase grammar ([`phrases`]). Every hit names
//! the range of source words it rests on, and a confidence from 0 to 1.

pub mod aside;
pub mod callback;
pub mod comprehension;
pub mod consent;
pub mod courtesy;
mod familiar;
pub mod farewell;
mod first_names;
mod grammar;
mod inflection;
pub mod information;
pub mod inquiry;
pub mod leaving;
mod lexicon;
pub mod line;
pub mod matter;
pub mod names;
pub mod normalise;
pub mod numbers;
pub mod officialese;
mod person;
pub mod phrases;
pub mod privacy;
pub mod question;
pub mod request;
pub mod sound;
pub mod speakerphone;
pub mod syllables;
pub mod times;
pub mod transfer;
mod trie;
pub mod wait;
mod weighted;
pub mod wordings;

pub use phrases::Hit;
