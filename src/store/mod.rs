//! The journal: calls, alerts with their sequence numbers, scorecards.
