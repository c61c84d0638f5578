//! A caller with special needs does not wait in the queue.

use crate::timeline::play;

#[test]
fn a_wait_told_of_on_leaving_the_queue() {
    play(&[
        (
            "within the limit",
            "lomza
             -0.1 queued 29.9 special needs
             5.0 hangup
             = priority_service kept",
        ),
        (
            "over it: the breach comes with the answer",
            "lomza
             -0.1 queued 48 special needs
             5.0 hangup
             ! 0.0 breach priority_service/1
             = priority_service breached",
        ),
        (
            "nobody said anything of special needs",
            "lomza
             -0.1 queued 120
             5.0 hangup
             = priority_service not_applicable",
        ),
        ("nobody knows of queues", "lomza\nunsignalled\n5.0 end\n= priority_service undetermined"),
        (
            "the exchange is not sure",
            "lomza
             -0.1 unsure queued 48 special needs
             5.0 hangup
             = priority_service undetermined",
        ),
        ("no queue", "lomza\n5.0 hangup\n= priority_service not_applicable"),
        (
            "the other office has no such point",
            "-0.1 queued 48 special needs
             5.0 hangup
             = priority_service not_monitored",
        ),
    ]);
}

#[test]
fn a_wait_told_of_on_entering_the_queue() {
    play(&[
        (
            "answered at once",
            "lomza
             -8.0 queued 0 special needs
             5.0 hangup
             = priority_service kept",
        ),
        (
            "the limit passes before the answer",
            "lomza
             -42.0 queued 0 special needs
             5.0 hangup
             ! -12.0 nudge priority_service/1
             ! 0.0 breach priority_service/1
             = priority_service breached",
        ),
        (
            "told again on leaving",
            "lomza
             -25.0 queued 0 special needs
             -3.0 queued 22 special needs
             5.0 hangup
             = priority_service kept",
        ),
        (
            "gave up before the limit",
            "lomza
             unanswered
             0.0 queued 0 special needs
             20.0 hangup
             = priority_service not_applicable",
        ),
        (
            "gave up after it",
            "lomza
             unanswered
             0.0 queued 0 special needs
             40.0 hangup
             ! 30.0 nudge priority_service/1
             ! 40.0 breach priority_service/1
             = priority_service breached",
        ),
    ]);
}
