//! Before the goodbye, the clerk makes sure that what they said was understood.

use crate::timeline::play;

#[test]
fn without_information_there_is_nothing_to_understand() {
    play(&[
        (
            "a callback is arranged",
            "1.0-4.0 agent: Nie mogę teraz rozmawiać, oddzwonię do pani jutro o dziewiątej
             4.5-6.0 caller: Dobrze, do widzenia
             6.5-8.0 agent: Do widzenia
             9.0 hangup
             = comprehension_check not_applicable",
        ),
        (
            "a wrong number",
            "1.0-3.0 agent: To pomyłka, tu jest urząd
             3.5-5.0 caller: Przepraszam, do widzenia
             6.0 hangup
             = comprehension_check not_applicable",
        ),
    ]);
}

#[test]
fn words_about_the_callback_itself_are_no_information() {
    play(&[
        (
            "the arrangement is repeated",
            "1.0-4.0 agent: Mam teraz interesanta, oddzwonię do pani w środę o dziesiątej
             4.5-6.0 caller: W środę o dziesiątej
             6.5-9.5 agent: Tak, środa, godzina dziesiąta, kolega też będzie na miejscu i wszystko pani opowie
             10.0-11.0 caller: Do widzenia
             12.0 hangup
             = comprehension_check not_applicable",
        ),
        (
            "much was told before it",
            "1.0-5.0 agent: Wniosek trzeba złożyć osobiście, to kosztuje siedemdziesiąt złotych
             5.5-8.5 agent: Do tego należy dołączyć kopię aktu urodzenia
             9.0-12.0 agent: O resztę dopytam i oddzwonię do pani jutro o dziewiątej
             12.5-14.0 caller: Dobrze, do widzenia
             15.0 hangup
             ! 12.5-15.0 nudge comprehension_check/1
             ! 15.0-17.0 breach comprehension_check/1
             = comprehension_check breached",
        ),
    ]);
}

#[test]
fn an_office_may_add_its_own_question() {
    play(&[(
        "in words that nobody else uses",
        "with comprehension_check: wordings = [\"gra gitara\"]
         1.0-4.0 agent: Wniosek trzeba złożyć osobiście, to kosztuje siedemdziesiąt złotych
         5.0-7.0 agent: I jak, gra gitara?
         7.5-9.0 caller: Gra, do widzenia
         10.0 hangup
         = comprehension_check kept closed",
    )]);
}

#[test]
fn a_question_may_be_in_what_was_made_out_badly() {
    play(&[(
        "made out badly",
        "1.0-4.0 agent: Wniosek trzeba złożyć osobiście, to kosztuje siedemdziesiąt złotych
         5.0-7.0 agent?: czy szystko jas nedla pani
         7.5-9.0 caller: Tak, dziękuję, do widzenia
         10.0 hangup
         ! 7.5-10.0 nudge comprehension_check/1
         = comprehension_check undetermined",
    )]);
}

#[test]
fn a_last_question_about_all_that_was_said_counts() {
    play(&[
        (
            "whatever its verb",
            "1.0-4.0 agent: Wniosek trzeba złożyć osobiście, to kosztuje siedemdziesiąt złotych
             5.0-7.0 agent: I jak, wszystko siadło?
             7.5-9.0 caller: Siadło, do widzenia
             10.0 hangup
             = comprehension_check kept closed",
        ),
        (
            "after the farewell too",
            "1.0-4.0 agent: Wniosek trzeba złożyć osobiście, to kosztuje siedemdziesiąt złotych
             5.0-6.5 caller: Dziękuję, do widzenia
             9.0-11.0 agent: A wszystko pan sobie poukładał?
             13.5 hangup
             ! 6.0-7.5 nudge comprehension_check/1
             ! 10.0-12.0 resolved comprehension_check/1
             = comprehension_check kept closed",
        ),
        (
            "but not with information after it",
            "1.0-4.0 agent: Wniosek trzeba złożyć osobiście, to kosztuje siedemdziesiąt złotych
             5.0-7.0 agent: A wszystko tam w mieszkaniu działa?
             7.5-8.5 caller: Działa
             9.0-12.0 agent: W takim razie opłatę trzeba wnieść do piątku
             12.5-14.0 caller: Dziękuję, do widzenia
             15.0 hangup
             ! 12.5-15.0 nudge comprehension_check/1
             ! 15.0-17.0 breach comprehension_check/1
             = comprehension_check breached",
        ),
    ]);
}

#[test]
fn each_form_of_the_question_is_kept_and_named() {
    for (form, question) in [
        ("closed", "Czy wszystko jest jasne?"),
        ("open", "Czy ma pani jakieś pytania?"),
        ("say_back", "Czy może pani powtórzyć własnymi słowami, co ustaliłyśmy?"),
        ("offer", "Mogę jeszcze raz wyjaśnić, jeśli coś jest niejasne."),
    ] {
        let drawing = format!(
            "1.0-4.0 agent: Wniosek trzeba złożyć osobiście, to kosztuje siedemdziesiąt złotych
             4.5-5.5 caller: Aha, dobrze
             6.0-8.5 agent: {question}
             9.0-11.0 caller: Tak, dziękuję, do widzenia
             11.5-12.5 agent: Do widzenia
             13.5 hangup
             = comprehension_check kept {form}"
        );
        play(&[(form, &drawing)]);
    }
}

#[test]
fn a_farewell_without_the_question_is_pointed_out() {
    play(&[
        (
            "asked after the caller's farewell",
            "1.0-4.0 agent: Wniosek trzeba złożyć osobiście, to kosztuje siedemdziesiąt złotych
             5.0-6.5 caller: Dziękuję, do widzenia
             9.0-11.0 agent: A czy wszystko jest jasne?
             11.5-12.5 caller: Tak, jasne
             13.5 hangup
             ! 6.0-7.5 nudge comprehension_check/1
             ! 10.0-12.0 resolved comprehension_check/1
             = comprehension_check kept closed",
        ),
        (
            "never asked, the caller says goodbye",
            "1.0-4.0 agent: Wniosek trzeba złożyć osobiście, to kosztuje siedemdziesiąt złotych
             5.0-6.5 caller: Dziękuję, do widzenia
             7.0-8.0 agent: Do widzenia
             9.0 hangup
             ! 6.0-7.5 nudge comprehension_check/1
             ! 9.0 breach comprehension_check/1
             = comprehension_check breached",
        ),
        (
            "never asked, the agent says goodbye",
            "1.0-4.0 agent: Wniosek trzeba złożyć osobiście, to kosztuje siedemdziesiąt złotych
             5.0-6.0 caller: Rozumiem
             7.0-8.5 agent: Dziękuję za telefon, do widzenia
             11.0 hangup
             ! 8.0-9.5 nudge comprehension_check/1
             ! 11.0 breach comprehension_check/1
             = comprehension_check breached",
        ),
        (
            "help with something else is another question",
            "1.0-4.0 agent: Wniosek trzeba złożyć osobiście, to kosztuje siedemdziesiąt złotych
             5.0-7.0 agent: Czy mogę w czymś jeszcze pomóc?
             8.0-9.5 caller: Nie, dziękuję, do widzenia
             12.0 hangup
             ! 9.0-10.5 nudge comprehension_check/1
             ! 12.0 breach comprehension_check/1
             = comprehension_check breached",
        ),
        (
            "nobody says goodbye",
            "1.0-4.0 agent: Wniosek trzeba złożyć osobiście, to kosztuje siedemdziesiąt złotych
             5.0-6.0 caller: Rozumiem
             9.0 hangup
             ! 9.0 breach comprehension_check/1
             = comprehension_check breached",
        ),
    ]);
}

#[test]
fn a_question_may_be_in_what_was_lost() {
    play(&[(
        "sound was lost before the farewell",
        "1.0-4.0 agent: Wniosek trzeba złożyć osobiście, to kosztuje siedemdziesiąt złotych
         5.0-8.0 lost
         9.0-10.0 caller: Tak, jasne
         13.0 hangup
         = comprehension_check undetermined",
    )]);
}
