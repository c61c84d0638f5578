//! Czujka listens to live telephone calls of a public office, transcribes them on the spot, and
//! nudges the clerk while a mistake can still be put right. `ARCHITECTURE.md` tells the flow.

pub mod alert;
pub mod app;
pub mod audio;
pub mod calendar;
pub mod call;
pub mod cli;
pub mod clock;
pub mod commitment;
pub mod config;
pub mod deliver;
pub mod detect;
pub mod event;
pub mod facts;
pub mod keeper;
pub mod live;
pub mod polish;
pub mod private;
pub mod procedure;
pub mod proto;
pub mod replay;
pub mod session;
pub mod speaker;
pub mod staff;
pub mod store;
pub mod tap;
pub mod telephone;
pub mod transcribe;
pub mod vad;
