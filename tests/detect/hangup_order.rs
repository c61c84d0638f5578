//! The caller hangs up first.

use crate::timeline::play;

#[test]
fn who_ended_the_call_is_what_counts() {
    play(&[
        ("the caller", "9.0 hangup by caller\n= hangup_order kept"),
        ("the agent", "9.0 hangup by agent\n! 9.0 breach hangup_order/1\n= hangup_order breached"),
        ("a transfer", "9.0 hangup by transfer\n= hangup_order not_applicable"),
        ("the exchange does not say", "9.0 hangup by somebody\n= hangup_order undetermined"),
        ("no hangup was told", "9.0 end\n= hangup_order undetermined"),
        (
            "after a transfer the agent stays and hangs up",
            "5.0 transfer 4127
             9.0 hangup by agent
             ! 9.0 breach hangup_order/1
             = hangup_order breached",
        ),
        ("nobody answered", "unanswered\n0.0 ringing\n6.0 hangup by agent\n= hangup_order not_applicable"),
        ("nobody knows", "unsignalled\n9.0 end\n= hangup_order undetermined"),
        ("the exchange is not sure", "9.0 unsure hangup by agent\n= hangup_order undetermined"),
        (
            "one channel is enough",
            "one-channel
             9.0 hangup by agent
             ! 9.0 breach hangup_order/1
             = hangup_order breached",
        ),
    ]);
}
