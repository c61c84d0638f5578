//! Nobody waits in silence without knowing for what.

use crate::timeline::play;

#[test]
fn a_hold_needs_a_reason_and_a_request_for_patience() {
    for (said, missing) in [
        ("Numer czterdzieści osiem", "reason patience"),
        ("Sprawdzę to w systemie", "patience"),
        ("Proszę o chwilę cierpliwości", "reason"),
    ] {
        let drawing = format!(
            "1.0-3.0 caller: Chciałbym zapytać o podatek
             3.5-6.0 agent: {said}
             6.5 hold
             20.0 resume
             20.5-22.0 agent: Dziękuję za cierpliwość
             23.0 hangup
             ! 8.5 breach wait_notice/1 {missing}
             = wait_notice breached"
        );
        play(&[(said, &drawing)]);
    }
    play(&[
        (
            "both",
            "3.5-7.0 agent: Proszę o chwilę cierpliwości, sprawdzę to w systemie
             7.5 hold
             30.0 resume
             30.5-32.0 agent: Dziękuję za cierpliwość
             33.0 hangup
             = wait_notice kept",
        ),
        (
            "both, but too long before",
            "1.0-4.0 agent: Proszę o chwilę cierpliwości, sprawdzę to w systemie
             5.0-14.5 caller: To ja tymczasem opowiem jeszcze o działce i o tym pozwoleniu
             15.0 hold
             20.0 hangup
             ! 17.0 breach wait_notice/1 reason patience
             = wait_notice breached",
        ),
        (
            "the microphone switched off is a hold",
            "1.0-3.0 caller: Chciałbym zapytać o podatek
             3.5-6.0 agent: Numer czterdzieści osiem
             6.0-15.0 muted
             15.5-17.0 agent: Już jestem
             18.0 hangup
             ! 8.0-8.4 breach wait_notice/1 reason patience
             = wait_notice breached",
        ),
        (
            "silence after a mute that broke off counts from there",
            "1.0-3.0 caller: Chciałbym zapytać o podatek
             3.5-6.0 agent: Numer czterdzieści osiem
             6.0-9.5 muted
             9.5-10.5 lost
             16.5-17.5 agent: Już jestem
             18.0 hangup
             ! 8.0-8.4 breach wait_notice/1 reason patience
             ! 15.4-15.7 nudge wait_notice/2 reason patience
             ! 16.5-18.0 resolved wait_notice/2
             = wait_notice breached",
        ),
        (
            "each hold by itself",
            "3.5-6.0 agent: Numer czterdzieści osiem
             6.5 hold
             15.0 resume
             15.5-19.0 agent: Proszę o chwilę cierpliwości, sprawdzę to w systemie
             19.5 hold
             30.0 resume
             30.5-45.0 caller: To ja tymczasem opowiem jeszcze o działce i o tym pozwoleniu
             45.5 hold
             50.0 resume
             51.0 hangup
             ! 8.5 breach wait_notice/1 reason patience
             ! 47.5 breach wait_notice/2 reason patience
             = wait_notice breached",
        ),
    ]);
}

#[test]
fn an_office_may_add_its_own_notice() {
    play(&[(
        "both parts in its own words",
        "with wait_notice: patience = [\"trwaj pan\"]
         with wait_notice: reason = [\"lukam w kwity\"]
         1.0-4.0 agent: No to lukam w kwity, a pan trwaj, trwaj pan
         5.0 hold
         15.0 resume
         16.0-17.0 agent: Jestem
         20.0 hangup
         = wait_notice kept",
    )]);
}

#[test]
fn whoever_waits_long_gets_a_word() {
    play(&[
        (
            "none within 75 s",
            "1.0-4.5 agent: Proszę o chwilę cierpliwości, sprawdzę to w systemie
             5.0 hold
             85.0 resume
             85.5-87.0 agent: Dziękuję za cierpliwość
             88.0 hangup
             ! 65.0 nudge wait_notice/1
             ! 80.0 breach wait_notice/1
             = wait_notice breached",
        ),
        (
            "none within 75 s, and no sound at all arrives",
            "1.0-4.5 agent: Proszę o chwilę cierpliwości, sprawdzę to w systemie
             5.0 hold
             5.0-85.0 no sound
             85.0 resume
             85.5-87.0 agent: Dziękuję za cierpliwość
             88.0 hangup
             ! 65.0 nudge wait_notice/1
             ! 80.0 breach wait_notice/1
             = wait_notice breached",
        ),
        (
            "one after the reminder",
            "1.0-4.5 agent: Proszę o chwilę cierpliwości, sprawdzę to w systemie
             5.0 hold
             70.0 resume
             70.5-73.0 agent: Jeszcze chwileczkę, nadal szukam
             75.0 hangup
             ! 65.0 nudge wait_notice/1
             ! 70.4-71.2 resolved wait_notice/1
             = wait_notice kept",
        ),
        (
            "nobody misses the sound of a short hold",
            "1.0-4.5 agent: Proszę o chwilę cierpliwości, sprawdzę to w systemie
             5.0 hold
             5.0-35.0 no sound
             35.0 resume
             35.5-37.0 agent: Dziękuję za cierpliwość
             38.0 hangup
             = wait_notice kept
             = background_voice kept
             = comprehension_check not_applicable",
        ),
    ]);
}

#[test]
fn dead_air_is_pointed_out_and_from_10_s_on_a_wait() {
    play(&[
        (
            "8 s, ended by the caller",
            "3.0-6.0 agent: Numer czterdzieści osiem
             14.0-15.0 caller: Halo?
             17.0 hangup
             ! 11.8-12.3 nudge wait_notice/1 reason patience
             ! 13.9-14.6 resolved wait_notice/1
             = wait_notice not_applicable",
        ),
        (
            "14 s",
            "3.0-6.0 agent: Numer czterdzieści osiem
             20.0-22.0 agent: Już jestem
             23.0 hangup
             ! 11.8-12.3 nudge wait_notice/1 reason patience
             ! 15.8-16.3 breach wait_notice/1 reason patience
             = wait_notice breached",
        ),
        (
            "14 s with a keyboard",
            "3.0-6.0 agent: Numer czterdzieści osiem
             7.0-19.0 keys
             20.0-22.0 agent: Już jestem
             23.0 hangup
             ! 11.8-12.3 nudge wait_notice/1 reason patience
             ! 15.8-16.3 breach wait_notice/1 reason patience
             = wait_notice breached",
        ),
        (
            "14 s while a bystander is reported: one line at a time, and the clock runs on",
            "1.0-6.0 agent: Opłata za psa na cały ten rok, numer czterdzieści osiem
             8.0-14.8 background: Kto dzisiaj zamawia obiad, bo już dzwonię
             20.0-22.0 agent: Już jestem
             23.0 hangup
             ! 15.8-16.4 breach wait_notice/1 reason patience
             = wait_notice breached",
        ),
        (
            "14 s that the agent announced",
            "3.0-6.0 agent: Proszę o chwilę cierpliwości, sprawdzę to w systemie
             20.0-22.0 agent: Już jestem
             23.0 hangup
             = wait_notice kept",
        ),
    ]);
}

#[test]
fn silence_that_is_not_the_agents_is_none_of_theirs() {
    play(&[
        (
            "the caller searches",
            "1.0-3.0 agent: Numer czterdzieści osiem
             3.5-6.0 caller: Już szukam, momencik
             20.0-21.0 caller: Mam
             22.0 hangup
             = wait_notice not_applicable",
        ),
        (
            "the agent asked",
            "3.0-6.0 agent: Jaki jest pana numer telefonu?
             20.0-21.0 caller: Nie wiem
             22.0 hangup
             = wait_notice not_applicable",
        ),
        (
            "the agent leaves time",
            "3.0-6.0 agent: Proszę spokojnie poszukać
             20.0-21.0 caller: Mam
             22.0 hangup
             = wait_notice not_applicable",
        ),
        (
            "what the agent goes to ask is no question to the caller",
            "2.0-6.0 agent: Tym zajmuje się kierownik, zapytam go, czy jest już pozwolenie
             26.0-27.0 agent: Jestem
             28.0 hangup
             ! 12.0-14.0 nudge wait_notice/1 patience
             ! 16.0-18.0 breach wait_notice/1 patience
             = wait_notice breached",
        ),
        (
            "the caller asks and gets no answer",
            "2.0-3.0 agent: Słucham
             3.5-6.0 caller: To co tam jest nie tak, niech pan powie
             20.0-21.0 agent: Dobrze
             22.0 hangup
             ! 12.0-14.0 nudge wait_notice/1 reason patience
             ! 16.0-18.0 breach wait_notice/1 reason patience
             = wait_notice breached",
        ),
        (
            "after the goodbyes",
            "2.0-4.0 caller: Dziękuję, do widzenia
             4.5-6.0 agent: Do widzenia
             20.0 hangup
             = wait_notice not_applicable",
        ),
    ]);
}

#[test]
fn a_notice_may_be_in_what_was_lost_or_made_out_badly() {
    play(&[
        (
            "just before the hold",
            "1.0-3.0 agent: Numer czterdzieści osiem
             4.0-6.5 lost
             7.0 hold
             15.0 resume
             16.0 hangup
             = wait_notice undetermined",
        ),
        (
            "made out badly",
            "3.0-6.0 agent?: Numer czterdzieści osiem
             6.5 hold
             15.0 resume
             16.0 hangup
             = wait_notice undetermined",
        ),
    ]);
}
