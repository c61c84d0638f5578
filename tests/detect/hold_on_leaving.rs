//! A clerk who leaves the desk puts the caller on hold first.

use crate::timeline::play;

#[test]
fn a_hold_at_once_is_kept() {
    play(&[
        (
            "by signal",
            "5.0-9.0 agent: Proszę chwilę zaczekać, muszę pójść po księgę do archiwum
             9.5-10.5 caller: Dobrze
             12.0 hold
             40.0 resume
             50.0 hangup
             = hold_on_leaving kept",
        ),
        (
            "pressed while still talking",
            "5.0-9.0 agent: Proszę chwilę zaczekać, idę zapytać koleżankę z kadr
             8.8 hold
             40.0 resume
             50.0 hangup
             = hold_on_leaving kept",
        ),
        (
            "by a mute",
            "0.5-3.0 agent: Dzień dobry, słucham
             5.0-9.0 agent: Proszę chwilę zaczekać, muszę pójść po księgę do archiwum
             10.0-30.0 muted
             50.0 hangup
             = hold_on_leaving kept",
        ),
    ]);
}

#[test]
fn an_open_line_is_pointed_out() {
    play(&[
        (
            "never on hold",
            "5.0-9.0 agent: Muszę iść zobaczyć do sekretariatu
             9.5-10.5 caller: Dobrze, poczekam
             40.0 hangup
             ! 14.0 nudge hold_on_leaving/1
             ! 24.0 breach hold_on_leaving/1
             = hold_on_leaving breached",
        ),
        (
            "on hold after the nudge",
            "5.0-9.0 agent: Muszę iść zobaczyć do sekretariatu
             17.0 hold
             35.0 resume
             40.0 hangup
             ! 14.0 nudge hold_on_leaving/1
             ! 17.0 resolved hold_on_leaving/1
             = hold_on_leaving kept",
        ),
        (
            "back before it counts",
            "5.0-9.0 agent: Muszę iść zobaczyć do sekretariatu
             18.0-20.0 agent: Już jestem
             40.0 hangup
             ! 14.0 nudge hold_on_leaving/1
             ! 18.0-19.0 resolved hold_on_leaving/1
             = hold_on_leaving not_applicable",
        ),
        (
            "talks on before going",
            "5.0-9.0 agent: Muszę iść zobaczyć do sekretariatu
             11.0-14.0 agent: Ale najpierw proszę mi podać numer sprawy
             40.0 hangup
             ! 19.0 nudge hold_on_leaving/1
             ! 29.0 breach hold_on_leaving/1
             = hold_on_leaving breached",
        ),
        (
            "the call ends first",
            "5.0-9.0 agent: Muszę iść zobaczyć do sekretariatu
             12.0 hangup
             = hold_on_leaving not_applicable",
        ),
    ]);
}

#[test]
fn looking_into_the_system_is_not_leaving() {
    play(&[
        (
            "checks at the desk",
            "5.0-9.0 agent: Sprawdzę to w systemie, proszę o cierpliwość
             40.0 hangup
             = hold_on_leaving not_applicable",
        ),
        (
            "without signals nobody knows of a hold",
            "unsignalled
             5.0-9.0 agent: Muszę iść zobaczyć do sekretariatu
             40.0 end
             = hold_on_leaving undetermined",
        ),
        (
            "without signals a mute is still seen",
            "unsignalled
             0.5-3.0 agent: Dzień dobry, słucham
             5.0-9.0 agent: Muszę iść zobaczyć do sekretariatu
             11.0-30.0 muted
             40.0 end
             = hold_on_leaving kept",
        ),
        (
            "what was lost was followed by talk",
            "5.0-9.0 lost
             10.0-12.0 agent: Wniosek kosztuje siedemnaście złotych
             20.0 hangup
             = hold_on_leaving not_applicable",
        ),
        (
            "what was said was lost",
            "5.0-9.0 lost
             40.0 hangup
             = hold_on_leaving undetermined",
        ),
    ]);
}
