//! Where calls come from.

pub mod grpc;
pub mod live;
