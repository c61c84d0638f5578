//! Calls drawn as timelines, and the alerts and verdicts that must come of them.

mod background_voice;
mod callback_kept;
mod callback_offer;
mod comprehension_check;
mod drawing;
mod introduction;
mod missed_call;
mod sound;
mod timeline;
mod wait_notice;
