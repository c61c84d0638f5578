use czujka::alert::Check;

use crate::drawing::Drawing;
use crate::timeline::played;

/// The verdict, and for a commitment when it is due (`+` where it is open ended).
fn owed(text: &str) -> String {
    let (alerts, scorecard) = played(&Drawing::read(&format!("{text}\n= callback_kept pending")));
    assert!(alerts.iter().all(|alert| alert.check != Check::CallbackKept), "the detector raises nothing itself");
    let finding = &scorecard.checks[&Check::CallbackKept];
    match &finding.commitment {
        None => format!("{}: {}", finding.verdict, finding.because),
        Some(owed) => {
            let open = if owed.open_ended { "+" } else { "" };
            format!("{} {}{open}", finding.verdict, owed.due.0.strftime("%Y-%m-%d %H:%M"))
        }
    }
}

/// Rows of a call and what comes of it; the beginning of the reason is enough.
fn owes(rows: &[(&str, &str)]) {
    let wrong: Vec<String> = rows
        .iter()
        .filter(|(text, expected)| !owed(text).starts_with(expected))
        .map(|(text, expected)| format!("{text}\n  gives {}, not {expected}", owed(text)))
        .collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn a_promise_is_owed_at_its_time() {
    owes(&[
        (
            "started 2026-03-18T12:20:00+01:00
             1.0-4.0 agent: Oddzwonię do pana jutro o dziesiątej
             5.0-8.0 caller: Pasuje, jutro o dziesiątej będę w domu
             20.0 hangup",
            "pending 2026-03-19 10:00",
        ),
        (
            "started 2026-05-11T14:35:00+02:00
             1.0-5.0 agent: Zadzwonię do pani w środę po czternastej
             20.0 hangup",
            "pending 2026-05-13 14:00+",
        ),
        // From when it was said, not from the answer.
        (
            "started 2026-04-29T09:00:00+02:00
             40.0-42.0 agent: Zadzwonię za godzinę
             60.0 hangup",
            "pending 2026-04-29 10:01",
        ),
        (
            "outbound
             started 2026-03-24T09:30:00+01:00
             1.0-8.0 agent: Jutro wyślę wiadomość, a w piątek o ósmej piętnaście zadzwonię do pani
             20.0 hangup",
            "pending 2026-03-27 08:15",
        ),
        // The promise and its time are two utterances of one turn.
        (
            "started 2026-03-18T12:20:00+01:00
             1.0-3.0 agent: Oddzwonię do pana.
             4.0-6.0 agent: Jutro o dziesiątej.
             20.0 hangup",
            "pending 2026-03-19 10:00",
        ),
        (
            "started 2026-03-18T12:20:00+01:00
             1.0-5.0 agent: Kolega oddzwoni do pana w piątek przed południem
             20.0 hangup",
            "pending 2026-03-20 12:00",
        ),
    ]);
}

#[test]
fn without_a_time_it_is_owed_by_the_end_of_the_next_working_day() {
    owes(&[
        (
            "started 2026-04-03T14:00:00+02:00
             1.0-3.0 agent: Sprawdzę to i oddzwonię do pani
             20.0 hangup",
            "pending 2026-04-07 15:30",
        ),
        (
            "started 2026-03-18T12:20:00+01:00
             1.0-6.0 agent: Obsługuję teraz interesanta, poproszę numer telefonu
             7.0-12.0 caller: Pięćset dwa, trzysta czternaście, osiemset sześćdziesiąt
             20.0 hangup",
            "pending 2026-03-19 15:30",
        ),
        // A number asked for while talking goes with the matter, not with a call.
        (
            "started 2026-03-18T12:20:00+01:00
             1.0-4.0 agent: Wpiszę jeszcze pani numer telefonu do wniosku
             20.0 hangup",
            "not_applicable",
        ),
    ]);
}

#[test]
fn a_later_word_puts_the_time_right() {
    owes(&[
        (
            "started 2026-03-18T12:20:00+01:00
             1.0-4.0 agent: Oddzwonię do pana jutro o dziesiątej
             5.0-6.0 caller: Dobrze
             7.0-9.0 agent: A nie, lepiej o jedenastej
             20.0 hangup",
            "pending 2026-03-19 11:00",
        ),
        (
            "started 2026-03-18T12:20:00+01:00
             1.0-4.0 agent: Oddzwonię do pana jutro o dziesiątej
             5.0-8.0 caller: A mogłaby pani po dwunastej?
             9.0-10.0 agent: Oczywiście
             20.0 hangup",
            "pending 2026-03-19 12:00+",
        ),
        (
            "started 2026-03-18T12:20:00+01:00
             1.0-4.0 agent: Oddzwonię do pana jutro o dziesiątej
             5.0-8.0 caller: A mogłaby pani po dwunastej?
             9.0-11.0 agent: Niestety nie dam rady
             20.0 hangup",
            "pending 2026-03-19 10:00",
        ),
        (
            "started 2026-03-18T12:20:00+01:00
             1.0-4.0 agent: Zadzwonię do pana jutro po dwunastej. Pasuje?
             5.0-8.0 caller: Pasuje, ja tu siedzę do czwartej
             9.0-10.0 agent: Świetnie
             20.0 hangup",
            "pending 2026-03-19 12:00+",
        ),
        (
            "started 2026-03-18T12:20:00+01:00
             1.0-4.0 agent: Oddzwonię do pani za godzinę, pasuje?
             5.0-8.0 caller: Pasuje, nigdzie nie idę, nogę mam w gipsie
             9.0-10.0 agent: To się do pani odezwę
             20.0 hangup",
            "pending 2026-03-18 13:20",
        ),
        (
            "started 2026-03-18T12:20:00+01:00
             1.0-4.0 agent: Porozmawiam z firmą i przekręcę do pani jutro o dziewiątej
             20.0 hangup",
            "pending 2026-03-19 09:00",
        ),
        (
            "started 2026-03-18T12:20:00+01:00
             1.0-4.0 agent: Oddzwonię do pani. Kiedy pani pasuje?
             5.0-7.0 caller: W piątek po dziesiątej
             8.0-9.0 agent: Dobrze, zapisałam
             20.0 hangup",
            "pending 2026-03-20 10:00+",
        ),
        (
            "started 2026-03-18T12:20:00+01:00
             1.0-4.0 agent: Czy mogę oddzwonić jutro?
             5.0-7.0 caller: Nie, nie trzeba, dziękuję
             20.0 hangup",
            "not_applicable",
        ),
    ]);
}

#[test]
fn what_is_no_promise_of_the_agents_owes_nothing() {
    owes(&[
        (
            "started 2026-03-18T12:20:00+01:00
             1.0-4.0 agent: Proszę zadzwonić jutro o dziesiątej
             20.0 hangup",
            "not_applicable",
        ),
        (
            "started 2026-03-18T12:20:00+01:00
             1.0-4.0 caller: Oddzwonię do pani jutro o dziesiątej
             5.0-6.0 agent: Dobrze
             20.0 hangup",
            "not_applicable",
        ),
        (
            "started 2026-03-18T12:20:00+01:00
             1.0-4.0 agent: Pani do nas oddzwoni jutro
             20.0 hangup",
            "not_applicable",
        ),
    ]);
}

#[test]
fn what_cannot_be_known_is_undetermined() {
    owes(&[
        (
            "1.0-4.0 agent: Oddzwonię do pana jutro o dziesiątej
             20.0 hangup",
            "undetermined: a call back was promised, but the time of day",
        ),
        (
            "withheld
             started 2026-03-18T12:20:00+01:00
             1.0-4.0 agent: Oddzwonię do pana jutro o dziesiątej
             20.0 hangup",
            "undetermined: a call back was promised, but the caller's number is withheld",
        ),
        (
            "withheld
             started 2026-03-18T12:20:00+01:00
             1.0-5.0 agent: Oddzwonię do pana jutro o dziesiątej, poproszę numer telefonu
             6.0-11.0 caller: Pięćset dwa, trzysta czternaście, osiemset sześćdziesiąt
             20.0 hangup",
            "pending 2026-03-19 10:00",
        ),
        (
            "started 2026-01-20T12:20:00+01:00
             1.0-5.0 agent: Oddzwonię do pana trzydziestego lutego o dziesiątej
             20.0 hangup",
            "undetermined: a call back was promised, but there is no day 30.02",
        ),
        (
            "started 2026-03-18T12:20:00+01:00
             1.0-5.0 agent: Oddzwonię do pana dziś o ósmej
             20.0 hangup",
            "undetermined: a call back was promised, but the time named is already past",
        ),
        (
            "started 2026-03-18T12:20:00+01:00
             1.0-4.0 caller: Dzień dobry
             5.0-12.0 lost
             20.0 hangup",
            "undetermined: the agent could not be heard",
        ),
    ]);
}
