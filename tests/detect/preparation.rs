//! A clerk who calls out is prepared, and says at once what they call about.

use crate::timeline::play;

#[test]
fn the_checklist_is_shown_while_it_dials() {
    play(&[
        (
            "and goes when the call is answered",
            "outbound
             -12.0 dialling
             1.0-2.0 caller: Halo, słucham
             3.0-8.0 agent: Dzień dobry, Krzysztof Zalewski, inspektor
             8.5-12.0 agent: Dzwonię w sprawie pani wniosku o ulgę
             20.0 hangup
             ! -12.0 nudge preparation/1
             ! 0.0 resolved preparation/1
             = preparation kept",
        ),
        (
            "dialled twice",
            "outbound
             -12.0 dialling
             -5.0 dialling
             1.0-2.0 caller: Halo, słucham
             3.0-9.0 agent: Dzień dobry, chodzi o pani wniosek o ulgę
             20.0 hangup
             ! -12.0 nudge preparation/1
             ! 0.0 resolved preparation/1
             = preparation kept",
        ),
        (
            "a number dialled in the middle of a call",
            "1.0-3.0 agent: Dzień dobry, słucham
             12.0 dialling
             20.0 hangup
             = preparation not_applicable",
        ),
    ]);
}

#[test]
fn hunting_for_papers_is_a_breach() {
    play(&[
        (
            "says so",
            "outbound
             1.0-2.0 caller: Halo, słucham
             3.0-8.0 agent: Dzień dobry, Krzysztof Zalewski, inspektor
             8.5-9.5 caller: Tak, a o co chodzi?
             10.0-14.0 agent: Zaraz, muszę znaleźć pani papiery
             16.0-20.0 agent: Chodzi o pani wniosek
             30.0 hangup
             ! 14.0-15.0 breach preparation/2
             = preparation breached",
        ),
        (
            "is silent in their turn",
            "outbound
             1.0-2.0 caller: Halo, słucham
             3.0-8.0 agent: Dzień dobry, Krzysztof Zalewski, inspektor
             8.5-10.0 caller: Tak, a o co chodzi?
             21.0-25.0 agent: Dzwonię w sprawie pani wniosku
             30.0 hangup
             ! 18.0-18.6 breach preparation/2
             = preparation breached",
        ),
        (
            "silence after the agent's question is the other side's",
            "outbound
             1.0-2.0 caller: Halo, słucham
             3.0-10.0 agent: Dzień dobry, dzwonię w sprawie wniosku. Jaki ma pani numer licznika?
             21.0-23.0 caller: Już mam, czterysta dwa
             30.0 hangup
             = preparation kept",
        ),
        (
            "silence later in the call",
            "outbound
             1.0-2.0 caller: Halo, słucham
             3.0-10.0 agent: Dzień dobry, dzwonię w sprawie pani wniosku o ulgę
             12.0-30.0 caller: Tak, pamiętam
             32.0-58.0 agent: Trzeba go podpisać
             58.5-60.0 caller: A ile mam czasu?
             75.0-77.0 agent: Trzydzieści dni
             80.0 hangup
             = preparation kept",
        ),
    ]);
}

#[test]
fn what_was_not_made_out_is_not_judged() {
    play(&[
        (
            "no matter heard",
            "outbound
             1.0-2.0 caller: Halo, słucham
             3.0-6.0 agent: Dzień dobry, Krzysztof Zalewski, czy pani Nowak?
             7.0-9.0 caller: Nie, pomyłka
             10.0 hangup
             = preparation undetermined",
        ),
        (
            "the agent was lost",
            "outbound
             1.0-2.0 caller: Halo, słucham
             3.0-8.0 lost
             20.0 hangup
             = preparation undetermined",
        ),
        (
            "nobody answers",
            "outbound\nunanswered\n0.0 dialling\n20.0 hangup\n! 0.0 nudge preparation/1\n! 20.0 resolved preparation/1\n= preparation not_applicable",
        ),
    ]);
}
