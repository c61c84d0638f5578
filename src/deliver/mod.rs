//! Alerts on their way out. Every delivery reads the journal; none is told before the commit.

pub mod grpc;
