//! Colleagues' voices stay out of the call. What a bystander says is drawn for the grade alone: whether a
//! voice is there comes from the sound.

use crate::timeline::play;

#[test]
fn a_voice_beside_the_agent_is_reported_once_an_episode() {
    play(&[
        (
            "nobody else speaks",
            "0.5-6.5 agent: Dzień dobry, Urząd Miejski w Białymstoku, słucham
             7.0-9.0 caller: Dzień dobry, chodzi o podatek
             9.5-12.0 agent: Opłata jest jednorazowa
             14.0 end
             = background_voice kept",
        ),
        (
            "a colleague",
            "0.5-6.5 agent: Dzień dobry, Urząd Miejski w Białymstoku, słucham
             7.0-9.0 caller: Dzień dobry, chodzi o podatek
             11.0-15.0 background: Kto dzisiaj zamawia obiad, bo dzwonię
             20.0 end
             ! 12.0-15.0 breach background_voice/1
             = background_voice breached",
        ),
        (
            "a pause of a second is within one episode, one of four seconds is not",
            "0.5-6.5 agent: Dzień dobry, Urząd Miejski w Białymstoku, słucham
             8.0-11.0 background: Kto dzisiaj zamawia obiad
             12.0-15.0 background: Bo dzwonię za chwilę
             19.0-22.0 background: Zostało coś jeszcze
             26.0 end
             ! 9.0-12.0 breach background_voice/1
             ! 20.0-23.0 breach background_voice/2
             = background_voice breached",
        ),
        (
            "half a second is none",
            "0.5-6.5 agent: Dzień dobry, Urząd Miejski w Białymstoku, słucham
             9.0-9.5 background: Halo
             14.0 end
             = background_voice kept",
        ),
    ]);
}

#[test]
fn what_the_caller_cannot_hear_or_brings_along_is_none() {
    play(&[
        (
            "on hold",
            "0.5-6.5 agent: Dzień dobry, Urząd Miejski w Białymstoku, słucham
             8.0 hold
             10.0-14.0 background: Kto dzisiaj zamawia obiad
             16.0 resume
             20.0 end
             = background_voice kept",
        ),
        (
            "a voice beside the caller",
            "0.5-6.5 agent: Dzień dobry, Urząd Miejski w Białymstoku, słucham
             7.0-9.0 caller: Dzień dobry, chodzi o podatek
             10.0-14.0 beside caller
             18.0 end
             = background_voice kept",
        ),
        (
            "a keyboard",
            "0.5-6.5 agent: Dzień dobry, Urząd Miejski w Białymstoku, słucham
             8.0-14.0 keys
             18.0 end
             = background_voice kept",
        ),
    ]);
}

#[test]
fn the_scorecard_has_the_final_grade() {
    for (grade, said) in [
        ("heard", "mhm no tego"),
        ("understood", "Kto dzisiaj zamawia obiad, bo już dzwonię do restauracji"),
        ("personal_data", "Pesel siedem pięć zero dwa jeden cztery zero osiem trzy, nazwisko Kowalczuk, imię Halina"),
    ] {
        let drawing = format!(
            "0.5-6.5 agent: Dzień dobry, Urząd Miejski w Białymstoku, słucham
             9.0-14.0 background: {said}
             20.0 end
             ! 10.0-13.0 breach background_voice/1
             = background_voice breached {grade}"
        );
        play(&[(grade, &drawing)]);
    }
}

#[test]
fn a_channel_not_heard_throughout_is_undetermined() {
    play(&[(
        "sound was lost",
        "0.5-6.5 agent: Dzień dobry, Urząd Miejski w Białymstoku, słucham
         8.0-10.0 lost
         15.0 end
         = background_voice undetermined",
    )]);
}
