//! The clerk says who they are, in full, within 20 s.

use crate::timeline::play;

#[test]
fn a_full_introduction_in_time_is_kept() {
    play(&[
        (
            "in one breath",
            "0.5-6.5 agent: Dzień dobry, Urząd Miejski w Białymstoku, Departament Finansów Miasta, inspektor Krzysztof Zalewski, słucham
             7.0-9.5 caller: Dzień dobry, dzwonię w sprawie podatku
             25.0 end
             = introduction kept",
        ),
        (
            "in two turns without a nudge between them",
            "0.5-4.0 agent: Dzień dobry, Urząd Miejski w Białymstoku, Departament Finansów Miasta
             4.4-7.0 agent: mówi inspektor Krzysztof Zalewski, słucham
             25.0 end
             = introduction kept",
        ),
        (
            "Łomża asks for no office",
            "lomza
             0.5-4.5 agent: Dzień dobry, Departament Finansów Miasta, inspektor Krzysztof Zalewski
             25.0 end
             = introduction kept",
        ),
        (
            "the office calls out",
            "outbound
             0.5-1.5 caller: Halo?
             2.0-8.0 agent: Dzień dobry, Urząd Miejski w Białymstoku, Departament Finansów Miasta, inspektor Krzysztof Zalewski
             25.0 end
             = introduction kept",
        ),
    ]);
}

#[test]
fn each_element_left_out_is_pointed_out_and_then_a_breach() {
    let whole = [
        ("office", "Urząd Miejski w Białymstoku,"),
        ("unit", "Departament Finansów Miasta,"),
        ("position", "inspektor"),
        ("first_name", "Krzysztof"),
        ("surname", "Zalewski,"),
    ];
    for (left_out, _) in whole {
        let said: Vec<&str> = whole.iter().filter(|(element, _)| *element != left_out).map(|(_, said)| *said).collect();
        let drawing = format!(
            "0.5-6.5 agent: Dzień dobry, {} słucham
             8.0-10.0 caller: Dzień dobry, chodzi o podatek
             11.0-13.0 agent: W czym mogę pomóc
             25.0 end
             ! 7.3-8.0 nudge introduction/1 {left_out}
             ! 20.0 breach introduction/1 {left_out}
             = introduction breached",
            said.join(" ")
        );
        play(&[(left_out, &drawing)]);
    }
}

#[test]
fn what_was_left_out_can_be_made_good_until_20_s() {
    play(&[
        (
            "by oneself",
            "0.5-5.5 agent: Dzień dobry, Urząd Miejski w Białymstoku, Departament Finansów Miasta, inspektor, słucham
             12.0-14.0 agent: Nazywam się Krzysztof Zalewski
             25.0 end
             ! 6.3-7.0 nudge introduction/1 first_name surname
             ! 14.0-15.0 resolved introduction/1
             = introduction kept",
        ),
        (
            "asked by the caller",
            "0.5-5.5 agent: Dzień dobry, Urząd Miejski w Białymstoku, Departament Finansów Miasta, inspektor, słucham
             7.0-9.0 caller: Przepraszam, a z kim rozmawiam?
             9.5-11.5 agent: Krzysztof Zalewski, słucham pana
             25.0 end
             ! 6.3-7.0 nudge introduction/1 first_name surname
             ! 10.5-12.6 resolved introduction/1
             = introduction kept",
        ),
        (
            "the last word ends just in time, its text comes later",
            "0.5-5.5 agent: Dzień dobry, Urząd Miejski w Białymstoku, Departament Finansów Miasta, inspektor, słucham
             17.5-19.8 agent: Nazywam się Krzysztof Zalewski
             25.0 end
             ! 6.3-7.0 nudge introduction/1 first_name surname
             ! 20.0-21.0 resolved introduction/1
             = introduction kept",
        ),
        (
            "the last word ends too late",
            "0.5-5.5 agent: Dzień dobry, Urząd Miejski w Białymstoku, Departament Finansów Miasta, inspektor, słucham
             19.0-22.0 agent: Nazywam się Krzysztof Zalewski
             25.0 end
             ! 6.3-7.0 nudge introduction/1 first_name surname
             ! 20.0-23.0 breach introduction/1 first_name surname
             = introduction breached",
        ),
        (
            "after 20 s",
            "0.5-5.5 agent: Dzień dobry, Urząd Miejski w Białymstoku, Departament Finansów Miasta, inspektor, słucham
             22.0-24.0 agent: Nazywam się Krzysztof Zalewski
             30.0 end
             ! 6.3-7.0 nudge introduction/1 first_name surname
             ! 20.0 breach introduction/1 first_name surname
             = introduction breached",
        ),
    ]);
}

#[test]
fn a_silent_agent_is_reminded() {
    play(&[
        (
            "after 5 s",
            "25.0 end
             ! 5.0 nudge introduction/1 office first_name surname position unit
             ! 20.0 breach introduction/1 office first_name surname position unit
             = introduction breached",
        ),
        (
            "sooner, when the caller has spoken",
            "0.5-2.5 caller: Halo, dzień dobry
             25.0 end
             ! 3.2-3.9 nudge introduction/1 office first_name surname position unit
             ! 20.0 breach introduction/1 office first_name surname position unit
             = introduction breached",
        ),
    ]);
}

#[test]
fn what_could_not_be_observed_is_undetermined() {
    play(&[
        (
            "the call ended before 20 s",
            "0.5-3.0 agent: Dzień dobry, słucham
             12.0 hangup
             ! 3.8-4.5 nudge introduction/1 office first_name surname position unit
             = introduction undetermined",
        ),
        (
            "sound was lost",
            "0.5-2.0 agent: Dzień dobry
             2.5-6.5 lost
             7.0-9.0 agent: Słucham pana
             25.0 end
             = introduction undetermined",
        ),
        (
            "both parties on one channel",
            "one-channel
             0.5-3.0 agent: Dzień dobry, słucham
             25.0 end
             = introduction undetermined",
        ),
        (
            "never answered",
            "unanswered
             9.0 hangup
             = introduction not_applicable",
        ),
    ]);
}
