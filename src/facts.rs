//! What is known of a call before it begins: whose it is and under which procedure it is judged.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::event::Direction;
use crate::private::Private;

/// The clerk, as the exchange or the staff file names them. Anything may be unknown.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Agent {
    /// Their identifier in the exchange.
    pub id: String,
    /// Their first name.
    pub first_name: Option<String>,
    /// Their surname.
    pub surname: Option<String>,
    /// Their position, in the nominative.
    pub position: Option<String>,
    /// Their unit, in the nominative.
    pub unit: Option<String>,
}

/// The facts of one call.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CallFacts {
    /// Our own identifier; a recorded call's is its `external_id`.
    pub call: String,
    /// The tap's identifier.
    pub external_id: String,
    /// The name or path of the procedure.
    pub procedure: String,
    /// Which way it was placed.
    pub direction: Direction,
    /// The wall time of the answer.
    pub started: Option<Timestamp>,
    /// The clerk.
    pub agent: Agent,
    /// The other side's number in E.164; none when withheld.
    pub remote: Option<Private<String>>,
    /// The clerk's extension.
    pub extension: Option<String>,
}
