//! What Czujka says: checks, alerts, verdicts.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::commitment::Commitment;
use crate::event::{CallTime, Channel};
use crate::private::Private;

macro_rules! named_enum {
    ($(#[$doc:meta])* $name:ident { $($(#[$item_doc:meta])* $item:ident = $text:literal,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum $name { $($(#[$item_doc])* #[serde(rename = $text)] $item,)* }

        impl $name {
            /// Every value, in the order of the procedures' points or of weight.
            pub const ALL: &'static [Self] = &[$(Self::$item,)*];

            /// The name in JSON, gRPC and the procedure files.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$item => $text,)* }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl FromStr for $name {
            type Err = UnknownName;
            fn from_str(text: &str) -> Result<Self, UnknownName> {
                Self::ALL.iter().copied().find(|value| value.as_str() == text).ok_or_else(|| UnknownName {
                    name: text.to_owned(),
                    known: Self::ALL.iter().map(|value| value.as_str()).collect::<Vec<_>>().join(", "),
                })
            }
        }
    };
}

/// A name that belongs to no value of its kind.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("`{name}` is unknown; known are: {known}")]
pub struct UnknownName {
    /// The name given.
    pub name: String,
    /// The names that would do.
    pub known: String,
}

named_enum! {
    /// One point of the procedures, or advice beyond them, turned into something observable.
    Check {
        /// Answered by the third ring.
        AnswerDelay = "answer_delay",
        /// Cannot talk now, so offers to call back.
        CallbackOffer = "callback_offer",
        /// A missed call is returned.
        MissedCall = "missed_call",
        /// Introduces themselves in full.
        Introduction = "introduction",
        /// Does not talk to others on an open line.
        SideConversation = "side_conversation",
        /// No rude or dismissive wording.
        Courtesy = "courtesy",
        /// No colleagues' voices in the call.
        BackgroundVoice = "background_voice",
        /// Puts the caller on hold when leaving the desk.
        HoldOnLeaving = "hold_on_leaving",
        /// Is prepared before calling out.
        Preparation = "preparation",
        /// Asks about the matter.
        CaseInquiry = "case_inquiry",
        /// Makes sure that the caller understood.
        ComprehensionCheck = "comprehension_check",
        /// Lets the caller hang up first.
        HangupOrder = "hangup_order",
        /// Calls back when promised.
        CallbackKept = "callback_kept",
        /// Asks before switching to the loudspeaker.
        SpeakerphoneConsent = "speakerphone_consent",
        /// Says to whom and why a call is transferred.
        TransferHandover = "transfer_handover",
        /// Says what the caller waits for and asks for patience.
        WaitNotice = "wait_notice",
        /// Serves callers with special needs out of turn.
        PriorityService = "priority_service",
        /// Advice: speaks slowly enough.
        SpeechRate = "speech_rate",
        /// Advice: speaks plainly.
        PlainLanguage = "plain_language",
        /// Advice: does not talk over the caller.
        Overtalk = "overtalk",
    }
}

named_enum! {
    /// What an alert asks for.
    AlertKind {
        /// It can still be put right.
        Nudge = "nudge",
        /// A nudge was put right in time.
        Resolved = "resolved",
        /// It can no longer be put right.
        Breach = "breach",
    }
}

named_enum! {
    /// How much an alert weighs.
    Severity {
        /// For review.
        Info = "info",
        /// A point of the procedure.
        Warning = "warning",
        /// Somebody's personal data or refusal.
        Critical = "critical",
    }
}

named_enum! {
    /// Who is shown an alert live.
    Audience {
        /// The clerk.
        Agent = "agent",
        /// Their supervisors.
        Supervisor = "supervisor",
        /// Quality staff alone, afterwards.
        Review = "review",
    }
}

named_enum! {
    /// How a check ends.
    Verdict {
        /// Done as the procedure wants.
        Kept = "kept",
        /// Not done.
        Breached = "breached",
        /// Its trigger never came up.
        NotApplicable = "not_applicable",
        /// The evidence needed was not available.
        Undetermined = "undetermined",
        /// A commitment that is not due yet.
        Pending = "pending",
        /// The procedure leaves it out.
        NotMonitored = "not_monitored",
    }
}

named_enum! {
    /// Something that should have been said.
    Element {
        /// The office's full name.
        Office = "office",
        /// The clerk's first name.
        FirstName = "first_name",
        /// The clerk's surname.
        Surname = "surname",
        /// The clerk's position.
        Position = "position",
        /// The department, bureau or other unit.
        Unit = "unit",
        /// What the caller is waiting for.
        Reason = "reason",
        /// A request to wait or be patient.
        Patience = "patience",
    }
}

/// How much of a check's subject could be observed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Coverage {
    /// All of it.
    #[default]
    Full,
    /// A part, which the verdict's `because` names.
    Part,
}

/// An alert as a detector raises it; the call adds what the procedure says of the check.
#[derive(Clone, Debug, PartialEq)]
pub struct Raised {
    /// Counts the check's occurrences in this call from 1.
    pub episode: u32,
    /// What it asks for.
    pub kind: AlertKind,
    /// Whose channel it is about.
    pub channel: Channel,
    /// By when it can be put right; for a breach, when it could have been.
    pub deadline: Option<CallTime>,
    /// The beginning of the evidence.
    pub from: CallTime,
    /// The end of the evidence.
    pub to: CallTime,
    /// The few words it rests on; empty for a bystander.
    pub heard: Private<String>,
    /// What was not heard.
    pub missing: Vec<Element>,
    /// From 0 to 1.
    pub confidence: f32,
    /// Overrides the procedure's severity.
    pub severity: Option<Severity>,
    /// Overrides the procedure's audience.
    pub audience: Option<Audience>,
    /// What else the check knows.
    pub detail: Map<String, Value>,
}

impl Raised {
    /// An alert about the agent's channel without words, deadline or detail yet.
    pub fn new(episode: u32, kind: AlertKind, from: CallTime, to: CallTime) -> Self {
        Self {
            episode,
            kind,
            channel: Channel::Agent,
            deadline: None,
            from,
            to,
            heard: Private::default(),
            missing: Vec::new(),
            confidence: 1.0,
            severity: None,
            audience: None,
            detail: Map::new(),
        }
    }
}

/// An alert as everyone sees it. Unique in its call by check, episode and kind.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Alert {
    /// Which check raised it.
    pub check: Check,
    /// One occurrence: `wait_notice/2` is the call's second; nudge, resolved and breach share it.
    pub episode: String,
    /// What it asks for.
    pub kind: AlertKind,
    /// How much it weighs.
    pub severity: Severity,
    /// Who sees it live.
    pub audience: Audience,
    /// Whose channel it is about.
    pub channel: Channel,
    /// When it was raised.
    #[serde(rename = "at_ms")]
    pub at: CallTime,
    /// By when it can be put right.
    #[serde(rename = "deadline_ms")]
    pub deadline: Option<CallTime>,
    /// The beginning of the evidence.
    #[serde(rename = "from_ms")]
    pub from: CallTime,
    /// The end of the evidence.
    #[serde(rename = "to_ms")]
    pub to: CallTime,
    /// The few words it rests on, numbers masked; empty for a bystander.
    pub heard: Private<String>,
    /// What was not heard.
    pub missing: Vec<Element>,
    /// The point of the procedure, such as `III.4`.
    pub point: Option<String>,
    /// From 0 to 1.
    pub confidence: f32,
    /// What else the check knows.
    pub detail: Map<String, Value>,
}

/// How one check ended.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Finding {
    /// The verdict.
    pub verdict: Verdict,
    /// Why, in words for a reader.
    pub because: String,
    /// What was not heard.
    #[serde(default)]
    pub missing: Vec<Element>,
    /// The beginning of the evidence, where there is a place for it.
    #[serde(rename = "from_ms")]
    pub from: Option<CallTime>,
    /// The end of the evidence.
    #[serde(rename = "to_ms")]
    pub to: Option<CallTime>,
    /// The few words it rests on, numbers masked.
    #[serde(default)]
    pub heard: Private<String>,
    /// How much could be observed.
    #[serde(default)]
    pub coverage: Coverage,
    /// What is still owed, for a verdict of `pending`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub commitment: Option<Commitment>,
    /// What else the check knows.
    #[serde(default)]
    pub detail: Map<String, Value>,
}

impl Finding {
    /// A verdict with its reason and nothing else.
    pub fn new(verdict: Verdict, because: impl Into<String>) -> Self {
        Self {
            verdict,
            because: because.into(),
            missing: Vec::new(),
            from: None,
            to: None,
            heard: Private::default(),
            coverage: Coverage::Full,
            commitment: None,
            detail: Map::new(),
        }
    }

    /// The same with the stretch of the call that it rests on.
    #[must_use]
    pub fn at(mut self, from: CallTime, to: CallTime) -> Self {
        (self.from, self.to) = (Some(from), Some(to));
        self
    }

    /// The same with the words that it rests on.
    #[must_use]
    pub fn heard(mut self, words: impl Into<String>) -> Self {
        self.heard = Private::new(words.into());
        self
    }

    /// The same with one more thing that the check knows.
    #[must_use]
    pub fn detail(mut self, key: &str, value: impl Into<Value>) -> Self {
        self.detail.insert(key.to_owned(), value.into());
        self
    }

    /// The same with what was not heard.
    #[must_use]
    pub fn missing(mut self, missing: Vec<Element>) -> Self {
        self.missing = missing;
        self
    }
}

/// Every check's verdict for one call.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Scorecard {
    /// By check.
    pub checks: BTreeMap<Check, Finding>,
}
