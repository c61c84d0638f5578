//! The whole service over loopback: streams in, alerts out.

mod bystanders;
mod calls;
mod commitments;
mod full;
mod holds;
mod promised;
mod refusals;
mod resumed;
mod support;
