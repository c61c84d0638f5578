//! Where calls come from.
