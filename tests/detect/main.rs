//! Calls drawn as timelines, and the alerts and verdicts that must come of them.

mod advice;
mod background_voice;
mod case_inquiry;
mod comprehension_check;
mod courtesy;
mod drawing;
mod introduction;
mod side_conversation;
mod sound;
mod timeline;
mod wait_notice;
