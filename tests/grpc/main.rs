//! The gRPC services as their clients see them.

mod commitments;
#[path = "../journal_support/mod.rs"]
mod journal_support;
mod python;
mod requests;
mod running;
mod subscribe;
mod transcript;
