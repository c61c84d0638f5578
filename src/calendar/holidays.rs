//! Poland's public holidays.

use jiff::ToSpan;
use jiff::civil::Date;

/// Month, day, the first year that had it free, and its name.
const FIXED: &[(i8, i8, i16, &str)] = &[
    (1, 1, 1951, "New Year's Day"),
    (1, 6, 2011, "Epiphany"),
    (5, 1, 1951, "Labour Day"),
    (5, 3, 1990, "Constitution Day"),
    (8, 15, 1989, "Assumption"),
    (11, 1, 1951, "All Saints' Day"),
    (11, 11, 1989, "Independence Day"),
    (12, 24, 2025, "Christmas Eve"),
    (12, 25, 1951, "Christmas Day"),
    (12, 26, 1951, "Second Day of Christmas"),
];

/// Days after Easter Sunday, and the name.
const MOVABLE: &[(i32, &str)] =
    &[(0, "Easter Sunday"), (1, "Easter Monday"), (49, "Pentecost"), (60, "Corpus Christi")];

/// The public holiday that falls on a day, by its English name.
pub fn public_holiday(date: Date) -> Option<&'static str> {
    let fixed = FIXED
        .iter()
        .find(|(month, day, since, _)| (date.month(), date.day()) == (*month, *day) && date.year() >= *since)
        .map(|(.., name)| *name);
    fixed.or_else(|| {
        let easter = easter(date.year())?;
        MOVABLE.iter().find(|(days, _)| easter.checked_add(days.days()).ok() == Some(date)).map(|(_, name)| *name)
    })
}

/// Easter Sunday of a year of the Gregorian calendar; `None` before its first, 1583.
pub fn easter(year: i16) -> Option<Date> {
    if year < 1583 {
        return None;
    }
    let year_number = i32::from(year);
    let (century, rest) = (year_number / 100, year_number % 100);
    let golden = year_number % 19;
    let moon = (century - (century + 8) / 25 + 1) / 3;
    let epact = (19 * golden + century - century / 4 - moon + 15) % 30;
    let sunday = (32 + 2 * (century % 4) + 2 * (rest / 4) - epact - rest % 4) % 7;
    let late = (golden + 11 * epact + 22 * sunday) / 451;
    let day = epact + sunday - 7 * late + 114;
    Date::new(year, (day / 31) as i8, (day % 31 + 1) as i8).ok()
}
