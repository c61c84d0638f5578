//! Advice beyond the procedures: pointed out to the clerk, never a breach, and off unless switched on.

use crate::timeline::play;

#[test]
fn advice_is_off_until_a_procedure_switches_it_on() {
    play(&[(
        "talked over, and nobody says so",
        "1.0-9.0 caller: Chciałbym zapytać o kartę parkingową dla żony i jeszcze o podatek
         4.0-8.0 agent: Wniosek trzeba złożyć osobiście
         10.0 hangup
         = overtalk not_monitored
         = speech_rate not_monitored
         = plain_language not_monitored",
    )]);
}

#[test]
fn talking_over_the_caller_is_pointed_out_after_two_seconds() {
    play(&[
        (
            "four seconds",
            "with overtalk
             1.0-9.0 caller: Chciałbym zapytać o kartę parkingową dla żony i jeszcze o podatek
             4.0-8.0 agent: Wniosek trzeba złożyć osobiście
             12.0 hangup
             ! 5.9-7.0 nudge overtalk/1
             = overtalk kept",
        ),
        (
            "a short word",
            "with overtalk
             1.0-9.0 caller: Chciałbym zapytać o kartę parkingową dla żony i jeszcze o podatek
             4.0-5.0 agent: Tak, tak
             12.0 hangup
             = overtalk kept",
        ),
        (
            "the caller interrupts",
            "with overtalk
             1.0-9.0 agent: Wniosek trzeba złożyć osobiście, w pokoju numer osiem, na parterze
             4.0-8.0 caller: Ale ja pytałem o podatek
             12.0 hangup
             = overtalk kept",
        ),
        (
            "one after the other",
            "with overtalk
             1.0-4.0 caller: Chciałbym zapytać o kartę
             4.5-9.0 agent: Wniosek trzeba złożyć osobiście
             12.0 hangup
             = overtalk kept",
        ),
        (
            "the agent says nothing",
            "with overtalk
             1.0-4.0 caller: Chciałbym zapytać o kartę
             6.0 hangup
             = overtalk not_applicable",
        ),
    ]);
}

#[test]
fn fast_speech_and_requests_not_followed_are_pointed_out() {
    play(&[
        (
            "six syllables a second for ten seconds",
            "with speech_rate
             1.0-6.3 agent: Wniosek trzeba złożyć osobiście w pokoju numer osiem na parterze, razem z dowodem i umową kupna
             6.8-11.9 agent: Opłata wynosi siedemdziesiąt złotych, można ją wpłacić w kasie albo przelewem na rachunek
             15.0 hangup
             ! 11.9-13.4 nudge speech_rate/1
             = speech_rate kept",
        ),
        (
            "four syllables a second",
            "with speech_rate
             1.0-9.0 agent: Wniosek trzeba złożyć osobiście w pokoju numer osiem na parterze
             9.5-17.0 agent: Opłata wynosi siedemdziesiąt złotych, można ją wpłacić w kasie
             19.0 hangup
             = speech_rate kept",
        ),
        (
            "asked for slower speech, and nothing changes",
            "with speech_rate
             1.0-5.2 agent: Wniosek trzeba złożyć osobiście w pokoju numer osiem na parterze
             6.5-8.0 caller: Proszę mówić wolniej
             8.5-12.7 agent: Wniosek trzeba złożyć osobiście w pokoju numer osiem na parterze
             15.0 hangup
             ! 12.7-14.2 nudge speech_rate/1
             = speech_rate kept",
        ),
        (
            "asked for slower speech, and it comes",
            "with speech_rate
             1.0-5.2 agent: Wniosek trzeba złożyć osobiście w pokoju numer osiem na parterze
             6.5-8.0 caller: Proszę mówić wolniej
             8.5-16.5 agent: Wniosek trzeba złożyć osobiście w pokoju numer osiem na parterze
             18.0 hangup
             = speech_rate kept",
        ),
        (
            "asked for louder speech twice",
            "with speech_rate
             1.0-3.0 agent: Wniosek trzeba złożyć osobiście
             3.5-5.0 caller: Głośniej proszę, słabo panią słyszę
             5.5-8.0 agent: Wniosek trzeba złożyć osobiście
             8.5-10.0 caller: Proszę mówić głośniej
             12.0 hangup
             ! 10.0-11.5 nudge speech_rate/1
             = speech_rate kept",
        ),
        (
            "sound was lost",
            "with speech_rate
             1.0-3.0 agent: Wniosek trzeba złożyć osobiście
             4.0-6.0 lost
             8.0 hangup
             = speech_rate undetermined",
        ),
    ]);
}

#[test]
fn officialese_is_pointed_out_once_a_turn() {
    play(&[
        (
            "two turns of phrase",
            "with plain_language
             1.0-7.0 agent: Niniejszym informuję, że winien pan dokonać wpłaty w terminie ustawowym.
             9.0 hangup
             ! 7.0-8.5 nudge plain_language/1
             = plain_language kept",
        ),
        (
            "a sentence too long to follow",
            "with plain_language
             1.0-15.0 agent: Jeżeli pani syn był u nas w maju i zostawił wtedy wniosek w okienku na dole, a pani potem przyszła z drugim, który był inny niż ten pierwszy, to wtedy my musimy oba te wnioski połączyć w jeden i dopiero potem wysłać go dalej.
             17.0 hangup
             ! 15.0-16.5 nudge plain_language/1
             = plain_language kept",
        ),
        (
            "plain speech",
            "with plain_language
             1.0-7.0 agent: Wniosek trzeba złożyć u nas. Proszę wziąć dowód i umowę.
             9.0 hangup
             = plain_language kept",
        ),
    ]);
}
