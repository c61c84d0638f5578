//! The clerk answers by the third ring.

use crate::timeline::play;

#[test]
fn an_answer_by_the_third_ring_is_in_time() {
    play(&[
        (
            "answered in the second ring",
            "-7.0 ringing
             -2.0 ringing
             5.0 hangup
             = answer_delay kept",
        ),
        (
            "answered in the third ring, each ring told",
            "-12.0 ringing
             -7.0 ringing
             -2.0 ringing
             5.0 hangup
             ! -2.0 nudge answer_delay/1
             ! 0.0 resolved answer_delay/1
             = answer_delay kept",
        ),
        (
            "the same, told of once",
            "-12.0 ringing
             5.0 hangup
             ! -2.0 nudge answer_delay/1
             ! 0.0 resolved answer_delay/1
             = answer_delay kept",
        ),
        (
            "answered as the fourth would begin",
            "-15.0 ringing
             5.0 hangup
             ! -5.0 nudge answer_delay/1
             ! 0.0 resolved answer_delay/1
             = answer_delay kept",
        ),
        (
            "ringing told twice at once",
            "-4.0 ringing
             -3.9 ringing
             5.0 hangup
             = answer_delay kept",
        ),
    ]);
}

#[test]
fn a_fourth_ring_is_too_late() {
    play(&[
        (
            "answered in the fourth ring, told of once",
            "-16.0 ringing
             5.0 hangup
             ! -6.0 nudge answer_delay/1
             ! -1.0 breach answer_delay/1
             = answer_delay breached",
        ),
        (
            "the same, each ring told",
            "-16.0 ringing
             -11.0 ringing
             -6.0 ringing
             -1.0 ringing
             5.0 hangup
             ! -6.0 nudge answer_delay/1
             ! -1.0 breach answer_delay/1
             = answer_delay breached",
        ),
        (
            "nobody answers",
            "unanswered
             0.0 ringing
             17.0 hangup
             ! 10.0 nudge answer_delay/1
             ! 15.0 breach answer_delay/1
             = answer_delay breached",
        ),
    ]);
}

#[test]
fn where_nobody_rang_nothing_is_judged() {
    play(&[
        (
            "the caller gives up in the third ring",
            "unanswered
             0.0 ringing
             12.0 hangup
             ! 10.0 nudge answer_delay/1
             = answer_delay not_applicable",
        ),
        (
            "the office calls out",
            "outbound
             -20.0 dialling
             -18.0 ringing
             5.0 hangup
             = answer_delay not_applicable",
        ),
        ("nobody knows of rings", "unsignalled\n5.0 end\n= answer_delay undetermined"),
        (
            "the exchange is not sure of the ringing",
            "-16.0 unsure ringing
             5.0 hangup
             = answer_delay undetermined",
        ),
        (
            "no ringing although the call came in",
            "5.0 hangup
             = answer_delay undetermined",
        ),
        (
            "rings before the queue are not the clerk's",
            "-50.0 ringing
             -45.0 queued 0
             -4.0 ringing
             5.0 hangup
             = answer_delay kept",
        ),
        (
            "ringing after the answer is somebody else's",
            "-4.0 ringing
             2.0 ringing
             5.0 hangup
             = answer_delay kept",
        ),
        (
            "no sound at all, and hung up before the answer",
            "unanswered
             0.0 ringing
             0.0-3.0 no sound
             3.0 hangup
             = answer_delay not_applicable
             = hangup_order not_applicable",
        ),
    ]);
}
