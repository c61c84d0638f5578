//! Polish text in, meaning out; no input or output of its own.
