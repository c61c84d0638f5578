use jiff::civil::DateTime;

use super::*;
use crate::calendar::{self, Calendar};
use crate::polish::normalise::words_of;

/// The due times of all times in words, in the tables' notation.
fn read(said: &str, words: &str) -> String {
    let said: DateTime = said.parse().expect("a local time");
    let said = said.to_zoned(calendar::zone()).expect("within the calendar");
    let calendar = Calendar::default();
    let mut read: Vec<String> = Vec::new();
    for spoken in times(&words_of(words)) {
        read.push(match spoken.when.due(&said, &calendar, &Readings::default()) {
            Ok(due) => {
                let year = if due.at.year() == said.year() { "%m-%d %H:%M" } else { "%Y-%m-%d %H:%M" };
                format!("{}{}", due.at.strftime(year), if due.open_ended { "+" } else { "" })
            }
            Err(Undue::Past) => "past".to_owned(),
            Err(Undue::NoSuchDay { .. }) => "no such day".to_owned(),
            Err(other) => other.to_string(),
        });
    }
    if read.is_empty() { "none".to_owned() } else { read.join("; ") }
}

/// Rows of `words = due` under lines of `@ said at`; a `+` after the due time means open ended.
fn holds(table: &str) {
    let (mut said, mut rows, mut wrong) = ("", 0, Vec::new());
    for row in table.lines().map(str::trim).filter(|row| !row.is_empty() && !row.starts_with('#')) {
        if let Some(moment) = row.strip_prefix('@') {
            said = moment.trim();
            continue;
        }
        let (words, due) = row.split_once(" = ").expect("`words = due`");
        let got = read(said, words.trim());
        rows += 1;
        if got != due.trim() {
            wrong.push(format!("{said}: {} = {}, not {got}", words.trim(), due.trim()));
        }
    }
    assert!(wrong.is_empty(), "{} of {rows} rows:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn hours_are_understood() {
    holds(include_str!("tests/hours.txt"));
}

#[test]
fn days_are_understood() {
    holds(include_str!("tests/days.txt"));
}

#[test]
fn spans_parts_and_stretches_are_understood() {
    holds(include_str!("tests/spans.txt"));
}

#[test]
fn what_a_recogniser_mangled_is_understood() {
    holds(include_str!("tests/mangled.txt"));
}

#[test]
fn what_is_no_time_is_none() {
    holds(include_str!("tests/none.txt"));
}

#[test]
fn a_time_that_breaks_off_is_none() {
    assert!(times(&words_of("przyszłym roboczych")).is_empty());
}

mod properties {
    use jiff::Timestamp;
    use proptest::prelude::*;

    use super::*;

    /// Words that times are made of, and some that are not, as a recogniser might string them.
    const WORDS: &str = "o po do w we na za od przed między a i około godzinie dziesiątej ósmej pierwszej \
        dwudziestej trzydzieści piętnaście zero pół wpół kwadrans półtorej minut godziny godzin dni dzień \
        roboczych tydzień tygodnia tygodniu miesiąc roku jutro dziś pojutrze rano południu południe wieczorem \
        północy weekendzie świętach środę piątku poniedziałek przyszłym następny ten najbliższy początku końca \
        marca lutego trzydziestego pierwszego 15 30 10:30 99 2026 31 temu nie najpóźniej chwilę parę, sprawa.";

    fn said() -> impl Strategy<Value = String> {
        let words: Vec<&'static str> = WORDS.split_whitespace().collect();
        prop::collection::vec(prop::sample::select(words), 0..12).prop_map(|words| words.join(" "))
    }

    proptest! {
        #[test]
        fn any_words_at_any_moment_have_a_moment_or_a_reason(
            words in prop_oneof![said(), ".{0,60}"],
            second in Timestamp::MIN.as_second()..=Timestamp::MAX.as_second(),
        ) {
            let said = Timestamp::from_second(second).expect("in range").to_zoned(calendar::zone());
            let calendar = Calendar::default();
            let words = words_of(&words);
            for spoken in times(&words) {
                prop_assert!(spoken.words.start < spoken.words.end && spoken.words.end <= words.len());
                prop_assert!((0.0..=1.0).contains(&spoken.confidence));
                let _ = spoken.when.due(&said, &calendar, &Readings::default());
                let _ = spoken.when.amended(&spoken.when);
            }
        }

        #[test]
        fn what_is_due_lies_ahead_and_on_a_minute(words in said(), second in 1_700_000_000i64..2_000_000_000) {
            let said = Timestamp::from_second(second).expect("in range").to_zoned(calendar::zone());
            for spoken in times(&words_of(&words)) {
                if let Ok(due) = spoken.when.due(&said, &Calendar::default(), &Readings::default()) {
                    prop_assert!(due.at.timestamp().as_second() > second - 60, "{words}: {}", due.at);
                    prop_assert_eq!(due.at.timestamp().as_second() % 60, 0);
                }
            }
        }
    }
}
