//! Where calls come from.

pub mod live;
