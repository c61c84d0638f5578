//! Polish text in, meaning out; no input or output of its own.
//!
//! What comes in was made out by a recogniser and is wrong in places: letters dropped, words joined
//! or split, endings and names mangled. So everything here compares sounds, not letters
//! ([`sound`]), across word borders, through one small phrase grammar ([`phrases`]). Every hit names
//! the range of source words it rests on, and a confidence from 0 to 1.

pub mod callback;
pub mod comprehension;
pub mod farewell;
mod first_names;
mod grammar;
pub mod information;
mod lexicon;
pub mod line;
pub mod names;
pub mod normalise;
pub mod numbers;
mod person;
pub mod phrases;
pub mod privacy;
pub mod sound;
pub mod times;
mod trie;
pub mod wait;

pub use phrases::Hit;
