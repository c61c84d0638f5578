//! The whole service over loopback: streams in, alerts out.

mod calls;
mod full;
mod holds;
mod refusals;
mod resumed;
mod support;
