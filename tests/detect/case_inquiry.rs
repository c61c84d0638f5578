//! The clerk asks about the details of what the caller calls about.

use crate::timeline::play;

#[test]
fn a_question_about_the_matter_keeps_it() {
    play(&[
        (
            "asked before informing",
            "1.0-4.0 caller: Chciałbym zapytać o kartę parkingową dla żony
             4.5-7.0 agent: A czy żona ma orzeczenie?
             7.5-8.5 caller: Ma
             9.0-12.0 agent: Wniosek trzeba złożyć osobiście, to kosztuje dwadzieścia jeden złotych
             14.0 hangup
             = case_inquiry kept",
        ),
        (
            "asked for instead of asked",
            "lomza
             1.0-4.0 caller: Chciałbym zapytać o kartę parkingową dla żony
             4.5-7.0 agent: Poproszę o numer orzeczenia
             9.0 hangup
             = case_inquiry kept",
        ),
        (
            "informed first, asked then",
            "1.0-4.0 caller: Chciałbym zapytać o kartę parkingową dla żony
             4.5-9.0 agent: Wniosek trzeba złożyć osobiście, to kosztuje dwadzieścia jeden złotych
             9.5-11.0 caller: Aha, rozumiem
             12.0-14.0 agent: A czy żona ma orzeczenie?
             15.0-16.0 caller: Ma
             18.0 hangup
             ! 8.0-10.5 nudge case_inquiry/1
             ! 14.0-15.5 resolved case_inquiry/1
             = case_inquiry kept",
        ),
        (
            "information and question in one breath",
            "1.0-4.0 caller: Mama leży w szpitalu, czy mogę to za nią załatwić
             4.5-9.0 agent: Tak, ale potrzebne jest pełnomocnictwo. Czy mama może podpisać dokument?
             12.0 hangup
             = case_inquiry kept",
        ),
    ]);
}

#[test]
fn without_a_question_it_is_a_breach_at_the_end() {
    play(&[
        (
            "informed unasked, and pointed out while the agent still speaks",
            "1.0-4.0 caller: Chciałbym zapytać o kartę parkingową dla żony
             4.5-14.0 agent: Wniosek trzeba złożyć osobiście, w pokoju numer osiem, a to kosztuje dwadzieścia jeden złotych, najlepiej w kasie na parterze
             15.0-16.0 caller: Dziękuję, do widzenia
             18.0 hangup
             ! 8.0-11.0 nudge case_inquiry/1
             ! 18.0 breach case_inquiry/1
             = case_inquiry breached",
        ),
        (
            "questions about something else",
            "lomza
             1.0-4.0 caller: Chciałbym zapytać o kartę parkingową dla żony
             4.5-6.5 agent: Jaki jest pana numer telefonu?
             7.0-9.0 caller: Pięćset dwa
             9.5-11.5 agent: Oddzwonię jutro. Czy coś jeszcze?
             15.0 hangup
             ! 15.0 breach case_inquiry/1
             = case_inquiry breached",
        ),
        (
            "the caller's questions are the caller's",
            "1.0-4.0 caller: Chciałabym postawić w ogródku altankę dla mamy
             4.5-8.0 agent: Altanka nie wymaga pozwolenia ani zgłoszenia
             8.5-10.0 caller: A jaka ma być odległość od granicy?
             10.5-12.5 agent: Trzy metry od granicy
             15.0 hangup
             ! 8.0-9.5 nudge case_inquiry/1
             ! 15.0 breach case_inquiry/1
             = case_inquiry breached",
        ),
    ]);
}

#[test]
fn without_a_matter_there_is_nothing_to_ask_about() {
    play(&[
        (
            "the office called",
            "outbound
             1.0-3.0 caller: Halo, słucham, a w sprawie czego pani dzwoni
             3.5-8.0 agent: Wniosek trzeba uzupełnić osobiście, w pokoju numer osiem
             10.0 hangup
             = case_inquiry not_applicable",
        ),
        (
            "only a greeting",
            "1.0-2.0 caller: Halo, dzień dobry
             2.5-4.0 agent: Dzień dobry, słucham
             6.0 hangup
             = case_inquiry not_applicable",
        ),
        (
            "a wrong number",
            "1.0-4.0 caller: Chciałbym zapisać dziecko do lekarza na jutro
             4.5-6.0 agent: To pomyłka, tu jest urząd
             8.0 hangup
             = case_inquiry not_applicable",
        ),
    ]);
}

#[test]
fn a_question_may_be_in_what_was_not_heard() {
    play(&[
        (
            "sound was lost",
            "1.0-4.0 caller: Chciałbym zapytać o kartę parkingową dla żony
             5.0-8.0 lost
             9.0-10.0 caller: Tak, ma
             13.0 hangup
             = case_inquiry undetermined",
        ),
        (
            "made out badly",
            "1.0-4.0 caller: Chciałbym zapytać o kartę parkingową dla żony
             4.5-7.0 agent?: Numer czterdzieści osiem może być
             13.0 hangup
             = case_inquiry undetermined",
        ),
        (
            "the caller hangs up before the agent can ask",
            "1.0-4.0 caller: Chciałbym zapytać o kartę parkingową dla żony
             5.0 hangup
             = case_inquiry undetermined",
        ),
    ]);
}
