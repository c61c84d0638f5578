//! The checks, one detector each.
