//! Before a transfer the caller hears to whom and why.

use crate::timeline::play;

#[test]
fn told_to_whom_and_why_is_kept() {
    play(&[
        (
            "in one turn",
            "1.0-4.0 caller: Chciałam zapytać o ulgę
             5.0-9.0 agent: Ulgi prowadzi Wydział Podatków, przełączę tam panią
             9.5-10.5 caller: Dobrze
             12.0 transfer 4127
             14.0 hangup
             = transfer_handover kept target_and_reason",
        ),
        (
            "told before a long hold",
            "5.0-10.0 agent: Przełączę pana do pana Grabowskiego, bo on wpisuje numery
             11.0 hold
             60.0 resume
             61.0 transfer
             63.0 hangup
             = transfer_handover kept target_and_reason",
        ),
        (
            "only the target",
            "5.0-8.0 agent: Przełączam do Wydziału Komunikacji
             10.0 transfer
             12.0 hangup
             = transfer_handover kept target",
        ),
        (
            "the target comes after the nudge",
            "5.0-6.0 agent: Przełączam panią
             9.0-12.0 agent: Łączę z panią Zalewską z Wydziału Podatków, bo ona prowadzi ulgi
             14.0 transfer
             16.0 hangup
             ! 6.0-7.5 nudge transfer_handover/1
             ! 12.0-14.0 resolved transfer_handover/1
             = transfer_handover kept target_and_reason",
        ),
    ]);
}

#[test]
fn a_transfer_without_a_word_is_a_breach() {
    play(&[
        (
            "no word at all",
            "1.0-4.0 caller: Chciałam zapytać o ulgę
             5.0-6.5 agent: Aha, no to momencik
             8.0 transfer 4127
             10.0 hangup
             ! 8.0 breach transfer_handover/1
             = transfer_handover breached",
        ),
        (
            "announced without a target",
            "5.0-6.5 agent: Przełączam panią
             9.0 transfer
             11.0 hangup
             ! 6.5-8.0 nudge transfer_handover/1
             ! 9.0 breach transfer_handover/1
             = transfer_handover breached",
        ),
        (
            "the leg ended by a transfer that was not told of",
            "5.0-6.5 agent: Aha, momencik
             9.0 hangup by transfer
             ! 9.0-10.0 breach transfer_handover/1
             = transfer_handover breached",
        ),
        (
            "dialled without a word",
            "5.0-6.5 agent: Aha, momencik
             8.0 hold
             9.0 dialling
             20.0 resume
             21.0 transfer
             23.0 hangup
             ! 9.0 nudge transfer_handover/1
             ! 21.0 breach transfer_handover/1
             = transfer_handover breached",
        ),
        (
            "told too long before",
            "5.0-9.0 agent: Może przełączę panią do Wydziału Podatków, bo oni prowadzą ulgi
             75.0-78.0 agent: Dobrze, dobrze
             80.0 transfer
             82.0 hangup
             ! 80.0 breach transfer_handover/1
             = transfer_handover breached",
        ),
        (
            "the second of two transfers",
            "5.0-9.0 agent: Przełączę do Wydziału Podatków, bo oni prowadzą ulgi
             10.0 transfer
             80.0-81.0 agent: Momencik
             82.0 transfer
             84.0 hangup
             ! 82.0 breach transfer_handover/2
             = transfer_handover breached",
        ),
    ]);
}

#[test]
fn what_cannot_be_known_is_not_judged() {
    play(&[
        (
            "nobody knows of transfers",
            "unsignalled
             5.0-6.5 agent: Przełączam do Wydziału Podatków
             12.0 end
             = transfer_handover undetermined",
        ),
        (
            "the exchange is not sure",
            "5.0-6.5 agent: Aha, momencik
             9.0 unsure transfer
             11.0 hangup
             = transfer_handover undetermined",
        ),
        ("no transfer", "5.0-9.0 agent: Łączę wyrazy szacunku\n12.0 hangup\n= transfer_handover not_applicable"),
        (
            "the agent's sound was lost",
            "4.0-8.0 lost
             9.0 transfer
             11.0 hangup
             = transfer_handover undetermined",
        ),
        (
            "what was said was made out badly",
            "5.0-6.5 agent?: Przewącz paniom
             9.0 transfer
             11.0 hangup
             = transfer_handover undetermined",
        ),
    ]);
}
