//! The clerk asks before switching to the loudspeaker.

use crate::timeline::play;

#[test]
fn asked_before_and_not_refused_is_kept() {
    play(&[
        (
            "asked, agreed, switched by the device",
            "5.0-8.0 agent: Czy mogę włączyć głośnik?
             8.5-9.5 caller: Proszę bardzo
             11.0 speakerphone
             20.0 hangup
             = speakerphone_consent kept device",
        ),
        (
            "asked and agreed, nothing told of the device",
            "5.0-8.0 agent: Czy zgodzi się pan na tryb głośnomówiący?
             8.5-9.5 caller: Tak, zgadzam się
             20.0 hangup
             = speakerphone_consent kept",
        ),
        (
            "a no that consents",
            "5.0-8.0 agent: Czy nie będzie panu przeszkadzać, jeśli włączę głośnik?
             8.5-9.0 caller: Nie
             10.0-12.0 agent: To włączam głośnik
             20.0 hangup
             = speakerphone_consent kept words",
        ),
        (
            "on again after it was off",
            "5.0-8.0 agent: Czy mogę włączyć głośnik?
             8.5-9.5 caller: Dobrze
             11.0 speakerphone
             13.0 speakerphone off
             15.0 speakerphone
             20.0 hangup
             = speakerphone_consent kept device",
        ),
    ]);
}

#[test]
fn switching_unasked_is_a_breach_at_once() {
    play(&[
        (
            "by the agent's words",
            "5.0-8.0 agent: Włączam panią na głośnik, bo muszę pisać
             8.5-9.5 caller: No dobrze
             20.0 hangup
             ! 8.0-9.5 breach speakerphone_consent/1
             = speakerphone_consent breached words",
        ),
        (
            "by the device",
            "5.0-8.0 agent: Zaraz to zapiszę
             10.0 speakerphone
             20.0 hangup
             ! 10.0 breach speakerphone_consent/1
             = speakerphone_consent breached device",
        ),
        (
            "told of by both: one breach",
            "5.0-8.0 agent: Włączam panią na głośnik, bo muszę pisać
             7.0 speakerphone
             20.0 hangup
             ! 7.0-9.5 breach speakerphone_consent/1
             = speakerphone_consent breached",
        ),
        (
            "asked only afterwards",
            "6.0 speakerphone
             8.0-10.0 agent: Czy może być na głośniku?
             11.0-12.0 caller: Dobrze
             20.0 hangup
             ! 6.0 breach speakerphone_consent/1
             = speakerphone_consent breached device",
        ),
    ]);
}

#[test]
fn a_refusal_counts() {
    play(&[
        (
            "and is respected",
            "5.0-8.0 agent: Czy mogę włączyć głośnik?
             8.5-9.5 caller: Nie, wolałabym nie
             10.0-12.0 agent: Oczywiście, rozumiem
             20.0 hangup
             = speakerphone_consent not_applicable",
        ),
        (
            "and is not",
            "5.0-8.0 agent: Czy mogę włączyć głośnik?
             8.5-9.5 caller: Nie, wolałabym nie
             10.0-12.0 agent: Włączam jednak, bo tak będzie szybciej
             20.0 hangup
             ! 12.0-13.5 breach speakerphone_consent/1
             = speakerphone_consent breached words",
        ),
        (
            "the device says so",
            "5.0-8.0 agent: Czy mogę włączyć głośnik?
             8.5-9.5 caller: Nie
             11.0 speakerphone
             20.0 hangup
             ! 11.0 breach speakerphone_consent/1
             = speakerphone_consent breached device",
        ),
    ]);
}

#[test]
fn where_nothing_is_known_nothing_is_judged() {
    play(&[
        (
            "the device is not sure",
            "10.0 unsure speakerphone
             20.0 hangup
             ! 10.0 nudge speakerphone_consent/1
             = speakerphone_consent undetermined device",
        ),
        ("no loudspeaker", "5.0-8.0 agent: Proszę mówić głośniej\n20.0 hangup\n= speakerphone_consent not_applicable"),
        (
            "the caller's own loudspeaker",
            "5.0-8.0 agent: Proszę wyłączyć głośnik w telefonie, bo jest echo
             20.0 hangup
             = speakerphone_consent not_applicable",
        ),
        (
            "the question may have been lost",
            "5.0-8.0 lost
             10.0 speakerphone
             20.0 hangup
             = speakerphone_consent undetermined device",
        ),
        (
            "the words before were made out badly",
            "5.0-8.0 agent?: Szy muge gośnik
             10.0 speakerphone
             20.0 hangup
             = speakerphone_consent undetermined device",
        ),
    ]);
}
