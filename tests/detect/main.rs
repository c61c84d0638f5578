//! Calls drawn as timelines, and the alerts and verdicts that must come of them.

mod advice;
mod answer_delay;
mod background_voice;
mod callback_kept;
mod callback_offer;
mod case_inquiry;
mod comprehension_check;
mod courtesy;
mod drawing;
mod hangup_order;
mod hold_on_leaving;
mod introduction;
mod missed_call;
mod preparation;
mod priority_service;
mod side_conversation;
mod sound;
mod speakerphone_consent;
mod timeline;
mod transfer_handover;
mod wait_notice;
