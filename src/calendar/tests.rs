use jiff::civil::date;

use super::*;

fn read(text: &str) -> Result<Calendar, String> {
    toml::from_str(text).map_err(|error| error.to_string())
}

#[test]
fn easter_falls_where_it_fell() {
    for (year, month, day) in [
        (1818, 3, 22),
        (1943, 4, 25),
        (1961, 4, 2),
        (2000, 4, 23),
        (2008, 3, 23),
        (2011, 4, 24),
        (2024, 3, 31),
        (2025, 4, 20),
        (2026, 4, 5),
        (2027, 3, 28),
        (2028, 4, 16),
        (2030, 4, 21),
        (2038, 4, 25),
        (2049, 4, 18),
        (2076, 4, 19),
        (2285, 3, 22),
    ] {
        assert_eq!(easter(year), Some(date(year, month, day)));
    }
    assert_eq!(easter(1500), None);
}

#[test]
fn all_public_holidays_of_a_year_are_known() {
    let holidays = |year: i16| -> Vec<String> {
        date(year, 1, 1)
            .series(1.day())
            .take_while(|day| day.year() == year)
            .filter(|day| public_holiday(*day).is_some())
            .map(|day| day.strftime("%m-%d").to_string())
            .collect()
    };
    assert_eq!(
        holidays(2026).join(" "),
        "01-01 01-06 04-05 04-06 05-01 05-03 05-24 06-04 08-15 11-01 11-11 12-24 12-25 12-26"
    );
    assert_eq!(
        holidays(2024).join(" "),
        "01-01 01-06 03-31 04-01 05-01 05-03 05-19 05-30 08-15 11-01 11-11 12-25 12-26"
    );
    assert_eq!(holidays(2008).len(), 12, "Epiphany came in 2011");
}

#[test]
fn working_days_skip_weekends_and_holidays() {
    let calendar = Calendar::default();
    for (from, next) in [
        ("2026-03-12", "2026-03-13"),
        ("2026-03-13", "2026-03-16"),
        ("2026-03-14", "2026-03-16"),
        ("2026-04-03", "2026-04-07"),
        ("2026-04-30", "2026-05-04"),
        ("2026-06-03", "2026-06-05"),
        ("2026-12-23", "2026-12-28"),
        ("2025-12-23", "2025-12-29"),
        ("2024-12-23", "2024-12-24"),
        ("2026-12-31", "2027-01-04"),
        ("2026-11-10", "2026-11-12"),
    ] {
        let from: Date = from.parse().expect("a date");
        assert_eq!(calendar.next_working_day(from).to_string(), next, "{from}");
    }
}

#[test]
fn a_friday_afternoon_before_a_holiday_is_due_after_it() {
    let calendar = Calendar::default();
    for (from, due) in [
        ("2026-04-03T15:20:00+02:00", "2026-04-07T15:30:00+02:00"),
        ("2026-03-27T12:00:00+01:00", "2026-03-30T15:30:00+02:00"),
        ("2026-03-11T23:30:00Z", "2026-03-13T15:30:00+01:00"),
        ("2026-10-23T12:00:00+02:00", "2026-10-26T15:30:00+01:00"),
    ] {
        let from: Timestamp = from.parse().expect("a time");
        let due: Timestamp = due.parse().expect("a time");
        assert_eq!(calendar.end_of_next_working_day(&from.to_zoned(zone())).timestamp(), due, "{from}");
    }
}

#[test]
fn an_offices_own_days_count() {
    let calendar = read(
        "monday = \"08:00-17:00\"\nfriday = \"closed\"\nsaturday = \"09:00-13:00\"\n\
         closed = [\"2026-03-02\"]\nopen = [\"2026-03-08\", \"2026-12-24 08:00-12:00\"]",
    )
    .expect("valid");
    let closes =
        |year, month, day| calendar.closes(date(year, month, day)).map(|closes| closes.strftime("%H:%M").to_string());
    assert_eq!(closes(2026, 3, 9).as_deref(), Some("17:00"));
    assert_eq!(closes(2026, 3, 2), None);
    assert_eq!(closes(2026, 3, 3).as_deref(), Some("15:30"));
    assert_eq!(closes(2026, 3, 6), None);
    assert_eq!(closes(2026, 3, 7).as_deref(), Some("13:00"));
    assert_eq!(closes(2026, 3, 8).as_deref(), Some("15:30"));
    assert_eq!(closes(2026, 12, 24).as_deref(), Some("12:00"));
    assert_eq!(calendar.last_working_day_of_week(date(2026, 3, 4)), Some(date(2026, 3, 8)));
    assert_eq!(Calendar::default().last_working_day_of_week(date(2026, 4, 29)), Some(date(2026, 4, 30)));
    assert_eq!(
        calendar.opens(date(2026, 3, 7)).map(|opens| opens.to_string()),
        Some("2026-03-07T09:00:00+01:00[Europe/Warsaw]".to_owned())
    );
}

#[test]
fn impossible_hours_are_named_with_their_line_and_a_hint() {
    for (text, line, said) in [
        ("monday = \"25:00-26:00\"", "line 1", "write them as"),
        ("tuesday = \"08:00-16:00\"\nmonday = \"16:00-08:00\"", "line 2", "ends before it begins"),
        ("monday = \"08:00-08:00\"", "line 1", "ends before it begins"),
        ("monday = \"od ósmej\"", "line 1", "write them as"),
        ("monday = 8", "line 1", "office hours such as"),
        ("open = [\n\"2026-13-01\"]", "line 2", "write it as"),
        ("open = [\"2026-12-01 9-5\"]", "line 1", "write them as"),
        ("closed = [\n\n\"2026-02-30\"]", "line 3", "2026-02-30"),
        ("montag = \"08:00-16:00\"", "line 1", "unknown field `montag`"),
    ] {
        let error = read(text).expect_err(text);
        assert!(error.contains(line) && error.contains(said), "{text}: {error}");
    }
}

#[test]
fn the_clocks_leap_and_the_calendars_ends_do_no_harm() {
    let spring = at(date(2026, 3, 29), jiff::civil::time(2, 30, 0, 0));
    assert_eq!(spring.to_string(), "2026-03-29T03:30:00+02:00[Europe/Warsaw]");
    let autumn = at(date(2026, 10, 25), jiff::civil::time(2, 30, 0, 0));
    assert_eq!(autumn.to_string(), "2026-10-25T02:30:00+02:00[Europe/Warsaw]");
    let calendar = Calendar::default();
    for day in [Date::MIN, Date::MAX, Date::ZERO] {
        let _ =
            (calendar.end_of_working_day(day), calendar.next_working_day(day), calendar.last_working_day_of_week(day));
    }
    let never = read(
        "monday = \"closed\"\ntuesday = \"closed\"\nwednesday = \"closed\"\nthursday = \"closed\"\nfriday = \"closed\"",
    )
    .expect("odd");
    assert_eq!(never.next_working_day(date(2026, 3, 2)), date(2026, 3, 3));
}
