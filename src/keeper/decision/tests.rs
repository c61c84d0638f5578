//! One day of one promise or missed call: Friday 10 July 2026 in Warsaw, office hours 07:30 to 15:30.

use uuid::Uuid;

use super::*;
use crate::calendar;
use crate::procedure::Procedure;

/// A missed call of 09:00, due the same day at 15:30 (the test's own deadline).
fn missed() -> Waiting {
    promised(Check::MissedCall, "15:30", "")
}

/// A promise of 09:00.
fn promised(check: Check, due: &str, said: &str) -> Waiting {
    Waiting {
        commitment: StoredCommitment {
            call: Uuid::from_u128(1),
            check,
            procedure: "bialystok".to_owned(),
            agent: "a1".to_owned(),
            extension: None,
            remote: Some(Private::new("+48855550123".to_owned())),
            due: at(due),
            open_ended: said.starts_with("po "),
            said: Private::new(said.to_owned()),
            state: CommitmentState::Open,
            reminded: None,
            decided: None,
            reached: None,
        },
        opened: at("09:00"),
        answered: Some(at("09:00")),
        attempts: Vec::new(),
    }
}

fn callback(due: &str, said: &str) -> Waiting {
    promised(Check::CallbackKept, due, said)
}

fn at(time: &str) -> Timestamp {
    let (hour, minute) = time.split_once(':').expect("hh:mm");
    let (hour, minute) = (hour.parse().expect("hours"), minute.parse().expect("minutes"));
    calendar::at(jiff::civil::date(2026, 7, 10), jiff::civil::time(hour, minute, 0, 0)).timestamp()
}

impl Waiting {
    /// An outbound call that rang so many seconds from then on: answered after them, not answered, or
    /// still ringing.
    fn call(mut self, from: &str, rang_s: i64, answered: Option<bool>) -> Self {
        let end = at(from) + SignedDuration::from_secs(rang_s);
        self.attempts.push(Attempt {
            call: Uuid::from_u128(2),
            direction: Direction::Outbound,
            opened: at(from),
            answered: (answered == Some(true)).then_some(end),
            ended: answered.map(|_| end),
            rang_ms: (answered == Some(false)).then_some(rang_s * 1_000),
        });
        self
    }

    fn called_by_caller(mut self, from: &str, answered: bool) -> Self {
        self = self.call(from, 10, Some(answered));
        self.attempts.iter_mut().for_each(|attempt| attempt.direction = Direction::Inbound);
        self
    }

    fn reminded(mut self) -> Self {
        self.commitment.reminded = Some(at("09:30"));
        self
    }

    fn withheld(mut self) -> Self {
        self.commitment.remote = None;
        self
    }

    fn kept_by_ringing(mut self) -> Self {
        self.commitment.state = CommitmentState::Kept;
        self.commitment.reached = Some(false);
        self
    }
}

/// `remind: nudge callback_kept/1`, or nothing.
fn told(waiting: &Waiting, now: &str) -> String {
    let procedure = Procedure::load("bialystok").expect("shipped");
    let rules = Rules::of(waiting.commitment.check, &procedure).expect("valid");
    let Some(step) = next_step(waiting, &rules, at(now)) else { return "nothing".to_owned() };
    let change = match step.change {
        Change::Remind => "remind".to_owned(),
        Change::Decide { state, reached: Some(reached), .. } => format!("{} reached={reached}", state.as_str()),
        Change::Decide { state, .. } => state.as_str().to_owned(),
    };
    let alerts: Vec<_> = step.alerts.iter().map(|new| format!("{} {}", new.alert.kind, new.alert.episode)).collect();
    format!("{change}: {}", alerts.join(", "))
}

#[test]
fn each_commitment_takes_the_step_that_is_due() {
    let at_two = || callback("14:00", "o czternastej");
    let after_two = || callback("14:00", "po czternastej");
    let some_time = || callback("15:30", "");
    for (line, waiting, now, wanted) in [
        (line!(), missed(), "14:29", "nothing"),
        (line!(), missed(), "14:30", "remind: nudge missed_call/2"),
        (line!(), missed().reminded(), "14:30", "nothing"),
        (line!(), missed(), "15:30", "remind: nudge missed_call/2"),
        (line!(), missed(), "15:31", "breached: breach missed_call/1"),
        (line!(), missed().reminded(), "15:31", "breached: breach missed_call/1"),
        (line!(), missed().call("11:00", 8, Some(true)), "11:01", "kept reached=true: resolved missed_call/1"),
        (line!(), missed().call("11:00", 14, Some(false)), "11:01", "nothing"),
        (line!(), missed().call("11:00", 15, Some(false)), "11:01", "kept reached=false: resolved missed_call/1"),
        (
            line!(),
            missed().reminded().call("15:00", 15, Some(false)).call("15:10", 5, Some(true)),
            "15:11",
            "kept reached=true: resolved missed_call/1, resolved missed_call/2",
        ),
        (line!(), missed().called_by_caller("11:00", true), "11:01", "kept reached=true: resolved missed_call/1"),
        (line!(), missed().called_by_caller("11:00", false), "11:01", "nothing"),
        (line!(), missed().call("15:31", 5, Some(true)), "15:32", "breached: breach missed_call/1"),
        (line!(), missed().call("11:00", 5, Some(true)), "23:00", "kept reached=true: resolved missed_call/1"),
        (line!(), missed().call("15:29", 90, None), "15:31", "nothing"),
        (line!(), missed().withheld(), "15:31", "undetermined: "),
        (line!(), missed().kept_by_ringing(), "15:31", "nothing"),
        (line!(), missed().kept_by_ringing().call("12:00", 5, Some(true)), "15:31", "kept reached=true: "),
        (line!(), missed().kept_by_ringing().call("15:31", 5, Some(true)), "15:35", "nothing"),
        (line!(), at_two(), "13:44", "nothing"),
        (line!(), at_two(), "13:45", "remind: nudge callback_kept/1"),
        (line!(), at_two().reminded(), "14:15", "nothing"),
        (line!(), at_two().reminded(), "14:16", "breached: breach callback_kept/1"),
        (
            line!(),
            at_two().reminded().call("14:10", 9, Some(true)),
            "14:11",
            "kept reached=true: resolved callback_kept/1",
        ),
        (line!(), at_two().call("11:00", 9, Some(true)), "11:01", "kept reached=true: "),
        (line!(), at_two().call("11:00", 20, Some(false)), "11:01", "nothing"),
        (line!(), at_two().call("13:50", 20, Some(false)), "13:51", "kept reached=false: "),
        (line!(), at_two().called_by_caller("13:50", true), "13:40", "nothing"),
        (line!(), at_two().withheld(), "13:45", "remind: nudge callback_kept/1"),
        (line!(), after_two().reminded(), "15:30", "nothing"),
        (line!(), after_two().reminded(), "15:31", "breached: breach callback_kept/1"),
        (line!(), some_time().call("11:00", 20, Some(false)), "11:01", "kept reached=false: "),
        (line!(), some_time(), "15:31", "breached: breach callback_kept/1"),
        (line!(), callback("09:10", "za dziesięć minut"), "09:01", "remind: nudge callback_kept/1"),
    ] {
        assert_eq!(told(&waiting, now), wanted, "line {line}");
    }
}

#[test]
fn a_breach_says_when_it_fell_due_and_how_late_that_was_seen() {
    let procedure = Procedure::load("bialystok").expect("shipped");
    let waiting = missed().reminded();
    let rules = Rules::of(Check::MissedCall, &procedure).expect("valid");
    let step = next_step(&waiting, &rules, at("16:30")).expect("a breach");
    let breach = &step.alerts[0].alert;
    assert_eq!(breach.detail["fell_due"], "2026-07-10T15:30:00+02:00");
    assert_eq!(breach.detail["found_late_s"], 3600);
    assert_eq!(breach.detail["ends"], json!(["missed_call/1", "missed_call/2"]));
    assert_eq!((breach.at.0, breach.deadline), (7 * 3_600_000 + 1_800_000, Some(CallTime(6 * 3_600_000 + 1_800_000))));
    let on_time = next_step(&waiting, &rules, at("15:31")).expect("a breach");
    assert!(!on_time.alerts[0].alert.detail.contains_key("found_late_s"));
}

#[test]
fn without_an_agent_the_supervisors_are_told() {
    let procedure = Procedure::load("bialystok").expect("shipped");
    let rules = Rules::of(Check::MissedCall, &procedure).expect("valid");
    let mut waiting = missed();
    let audience =
        |waiting: &Waiting| next_step(waiting, &rules, at("15:00")).expect("a reminder").alerts[0].alert.audience;
    assert_eq!(audience(&waiting), Audience::Agent);
    waiting.commitment.agent.clear();
    assert_eq!(audience(&waiting), Audience::Supervisor);
}
