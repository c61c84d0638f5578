//! On an open line the agent speaks to the caller alone.

use crate::timeline::play;

#[test]
fn words_to_a_colleague_are_a_breach_at_once() {
    play(&[
        (
            "the caller alone is spoken to",
            "1.0-4.0 caller: Zgubiłem dowód i nie wiem, od czego zacząć
             4.5-7.0 agent: Proszę przyjść do nas, do pokoju numer osiem
             9.0 hangup
             = side_conversation kept",
        ),
        (
            "an order",
            "1.0-4.0 caller: Zgubiłem dowód i nie wiem, od czego zacząć
             4.5-7.0 agent: Beata, weź te pieczątki od kierowniczki
             7.5-9.0 caller: Słucham, to do mnie było?
             9.5-10.5 agent: Nie, nie, przepraszam
             12.0 hangup
             ! 7.0-8.5 breach side_conversation/1
             = side_conversation breached",
        ),
        (
            "an answer to a voice beside the agent",
            "1.0-4.0 agent: Orzeczenie proszę zanieść do dyrektora szkoły
             5.0-8.0 background: Aga, dzwoniła pani Romaniukowa, co z nią robimy
             8.8-9.8 agent: Już idę
             14.0 hangup
             ! 9.8-11.5 breach side_conversation/1
             = side_conversation breached",
        ),
        (
            "the same words to the caller",
            "1.0-4.0 agent: Orzeczenie proszę zanieść do dyrektora szkoły
             5.0-8.0 caller: Czekam na pana przy wejściu
             8.8-9.8 agent: Już idę
             14.0 hangup
             = side_conversation kept",
        ),
        (
            "two asides in a row are one occurrence",
            "1.0-3.0 agent: Kasiu, podaj mi ten segregator
             6.0-7.5 agent: Dziękuję ci, połóż go tam
             10.0-12.0 caller: Halo, jest tam pani?
             15.0 hangup
             ! 3.0-4.5 breach side_conversation/1
             = side_conversation breached",
        ),
        (
            "with the caller between they are two",
            "1.0-3.0 agent: Kasiu, podaj mi ten segregator
             4.0-6.0 caller: Halo, jest tam pani?
             7.0-8.5 agent: Połóż go tam na szafie
             12.0 hangup
             ! 3.0-4.5 breach side_conversation/1
             ! 8.5-10.0 breach side_conversation/2
             = side_conversation breached",
        ),
    ]);
}

#[test]
fn what_the_caller_cannot_hear_does_not_count() {
    play(&[(
        "said while the line is on hold",
        "1.0-4.0 agent: Proszę o chwilę cierpliwości, sprawdzę to w systemie
         4.5 hold
         6.0-8.0 agent: Kasiu, podaj mi ten segregator
         15.0 resume
         15.5-17.0 agent: Dziękuję za cierpliwość
         18.0 hangup
         = side_conversation kept",
    )]);
}

#[test]
fn a_voice_beside_the_agent_is_not_the_agents() {
    play(&[
        (
            "the agent goes on with the caller",
            "1.0-4.0 agent: Orzeczenie proszę zanieść do dyrektora szkoły
             5.0-8.0 background: Andrzej, twoja trzynasta już siedzi
             8.8-11.8 agent: Przepraszam za hałas, przełączę panią do koleżanki
             14.0 hangup
             = side_conversation kept",
        ),
        (
            "only a bystander speaks familiarly",
            "1.0-4.0 agent: Orzeczenie proszę zanieść do dyrektora szkoły
             6.0-9.0 background: Weź te pieczątki, idziesz na obiad?
             14.0 hangup
             = side_conversation kept",
        ),
    ]);
}

#[test]
fn colleagues_and_visitors_are_told_by_their_orders() {
    play(&[
        (
            "an order that no list has",
            "4.5-7.0 agent: Andrzej, domknij te drzwi, bo wieje
             12.0 hangup
             ! 4.5-11.0 breach side_conversation/1
             = side_conversation breached",
        ),
        (
            "a name within the sentence",
            "4.5-7.0 agent: Na szafce połóż, Grażynka, ja ci to podpiszę
             12.0 hangup
             ! 4.5-11.0 breach side_conversation/1
             = side_conversation breached",
        ),
        (
            "a visitor at the desk",
            "4.5-7.0 agent: Dowód proszę tu na biurko położyć
             12.0 hangup
             ! 4.5-11.0 breach side_conversation/1
             = side_conversation breached",
        ),
        (
            "nouns that end as orders do",
            "4.5-7.0 agent: Dzisiaj tramwaj, a wczoraj inny rodzaj papieru, proszę pani
             12.0 hangup
             = side_conversation kept",
        ),
    ]);
}

#[test]
fn family_callers_are_spoken_to_familiarly() {
    play(&[(
        "a wife calls",
        "1.0-3.0 caller: Cześć, masz chwilę? Kiedy wrócisz do domu?
         3.5-5.5 agent: Wiesz, że nie mogę teraz rozmawiać
         8.0 hangup
         = side_conversation kept",
    )]);
}

#[test]
fn what_was_not_heard_well_accuses_nobody() {
    play(&[
        (
            "made out badly",
            "4.5-7.0 agent?: Beata, weź te pieczątki od kierowniczki
             12.0 hangup
             = side_conversation undetermined",
        ),
        (
            "sound was lost",
            "4.5-7.0 agent: Proszę przyjść do pokoju numer osiem
             8.0-10.0 lost
             12.0 hangup
             = side_conversation undetermined",
        ),
    ]);
}
