//! `missed_call`: what the call itself shows. Whether it is returned is told by later calls, in the
//! tests of the service.

use crate::timeline::play;

#[test]
fn a_call_that_rang_and_nobody_answered_is_to_be_returned() {
    play(&[
        (
            "rang, hung up: a nudge at the end, and a promise for the next working day",
            "started 2026-07-10T09:00:00+02:00
             unanswered
             0 ringing
             20 hangup by caller
             ! 20 nudge missed_call/1
             = missed_call pending",
        ),
        (
            "once per ring is the same as once per call",
            "started 2026-07-10T09:00:00+02:00
             unanswered
             0 ringing
             5 ringing
             10 ringing
             12 hangup by caller
             ! 12 nudge missed_call/1
             = missed_call pending",
        ),
        (
            "the clerk let it ring and refused it",
            "started 2026-07-10T09:00:00+02:00
             unanswered
             0 ringing
             8 hangup by agent
             ! 8 nudge missed_call/1
             = missed_call pending",
        ),
        (
            "nobody says who ended it",
            "started 2026-07-10T09:00:00+02:00
             unanswered
             0 queued 0
             2 ringing
             30 hangup by somebody
             ! 30 nudge missed_call/1
             = missed_call pending",
        ),
    ]);
}

#[test]
fn a_call_that_was_taken_or_rang_nowhere_is_not() {
    play(&[
        (
            "answered",
            "-12 ringing
             30 hangup by caller
             = missed_call not_applicable",
        ),
        (
            "placed by the office",
            "outbound
             unanswered
             0 dialling
             3 ringing
             25 hangup by agent
             = missed_call not_applicable",
        ),
        (
            "taken elsewhere",
            "unanswered
             0 ringing
             9 hangup by transfer
             = missed_call not_applicable",
        ),
        (
            "forwarded while it rang",
            "unanswered
             0 ringing
             9 transfer 215
             9.5 hangup by somebody
             = missed_call not_applicable",
        ),
        (
            "given up in the queue, before any telephone rang",
            "unanswered
             0 queued 0
             40 hangup by caller
             = missed_call not_applicable",
        ),
    ]);
}

#[test]
fn what_is_needed_to_return_it_may_be_unknown() {
    play(&[
        (
            "a withheld number cannot be called",
            "started 2026-07-10T09:00:00+02:00
             withheld
             unanswered
             0 ringing
             20 hangup by caller
             = missed_call undetermined",
        ),
        (
            "no date, so no next working day",
            "unanswered
             0 ringing
             20 hangup by caller
             = missed_call undetermined",
        ),
        (
            "the exchange went silent while it rang",
            "started 2026-07-10T09:00:00+02:00
             unanswered
             0 ringing
             20 end
             = missed_call undetermined",
        ),
    ]);
}

#[test]
fn the_commitment_is_due_at_the_end_of_the_next_working_day() {
    use crate::drawing::Drawing;
    use crate::timeline::played;
    for (started, due) in [
        ("2026-07-08T09:00:00+02:00", "2026-07-09T15:30:00+02:00"),
        ("2026-07-10T15:29:00+02:00", "2026-07-13T15:30:00+02:00"),
        // Before the long weekend of 1 to 3 May: Friday the 1st is a holiday, Sunday the 3rd another.
        ("2026-04-30T14:00:00+02:00", "2026-05-04T15:30:00+02:00"),
        // Good Friday is a working day, Easter Monday is not.
        ("2026-04-03T14:00:00+02:00", "2026-04-07T15:30:00+02:00"),
        // Over the change to winter time.
        ("2026-10-23T14:00:00+02:00", "2026-10-26T15:30:00+01:00"),
        // At night the working day that comes is not the next one, since it is already the same date.
        ("2026-07-08T01:00:00+02:00", "2026-07-09T15:30:00+02:00"),
        ("2026-07-11T12:00:00+02:00", "2026-07-13T15:30:00+02:00"),
    ] {
        let drawing = format!("started {started}\nunanswered\n0 ringing\n20 hangup by caller\n= missed_call pending");
        let (alerts, scorecard) = played(&Drawing::read(&drawing));
        let finding = &scorecard.checks[&czujka::alert::Check::MissedCall];
        let commitment = finding.commitment.as_ref().expect("it is to be returned");
        assert_eq!(serde_json::to_value(&commitment.due).expect("a time"), due, "{started}");
        let nudge = alerts.iter().find(|alert| alert.check == czujka::alert::Check::MissedCall).expect("a nudge");
        assert_eq!(nudge.detail["due"], due);
        assert_eq!(nudge.audience, czujka::alert::Audience::Agent);
    }
}
