//! Telephone numbers in one form, so that two ways of writing a number are seen to be the same.
//!
//! The form is that of ITU-T E.164 with a leading plus. A number without a country's prefix is taken
//! for a Polish one: nine digits (the national numbering plan has no trunk prefix since 2009).

use crate::private::Private;

/// Poland's country code.
const COUNTRY: &str = "48";

/// Digits of a Polish number within the country.
const NATIONAL_DIGITS: usize = 9;

/// Digits of an E.164 number with its country code, at least and at most.
const INTERNATIONAL_DIGITS: std::ops::RangeInclusive<usize> = 8..=15;

/// A number in its normal form; none where it is withheld or no number.
///
/// A short number (an extension, 112) stays as it is: it means something within its exchange alone.
pub fn normal_form(number: &Private<String>) -> Option<Private<String>> {
    normalised(number.expose()).map(Private::new)
}

fn normalised(number: &str) -> Option<String> {
    let number = number.trim();
    let number = number.strip_prefix("tel:").unwrap_or(number).replace("(0)", "");
    let (international, rest) = match number.strip_prefix('+') {
        Some(rest) => (true, rest),
        None => number.strip_prefix("00").map_or((false, number.as_str()), |rest| (true, rest)),
    };
    if rest.chars().any(|c| !c.is_ascii_digit() && !" \u{a0}-–./()".contains(c)) {
        return None;
    }
    let digits: String = rest.chars().filter(char::is_ascii_digit).collect();
    if digits.bytes().all(|digit| digit == b'0') {
        return None;
    }
    if international {
        return INTERNATIONAL_DIGITS.contains(&digits.len()).then(|| format!("+{digits}"));
    }
    match digits.len() {
        NATIONAL_DIGITS => Some(format!("+{COUNTRY}{digits}")),
        // The trunk prefix of before 2009, which some exchanges still send.
        10 if digits.starts_with('0') => Some(format!("+{COUNTRY}{}", &digits[1..])),
        11 if digits.starts_with(COUNTRY) => Some(format!("+{digits}")),
        length if INTERNATIONAL_DIGITS.contains(&length) => Some(format!("+{digits}")),
        length if length < *INTERNATIONAL_DIGITS.start() => Some(digits),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ways_of_writing_a_number_are_one() {
        for written in [
            "+48855550123",
            "+48 85 555 01 23",
            "0048855550123",
            "00 48 85 555-01-23",
            "48855550123",
            "855550123",
            "85 555 01 23",
            "(85) 555.01.23",
            "0855550123",
            "+48 (0)85 555 01 23",
            " tel:+48-85-555-01-23 ",
        ] {
            assert_eq!(normalised(written).as_deref(), Some("+48855550123"), "{written}");
        }
    }

    #[test]
    fn a_foreign_number_keeps_its_country_and_a_short_one_stays() {
        for (written, normal) in [
            ("+49 30 1234567", "+49301234567"),
            ("0049301234567", "+49301234567"),
            ("+370 5 266 1234", "+37052661234"),
            ("214", "214"),
            ("112", "112"),
            ("19115", "19115"),
        ] {
            assert_eq!(normalised(written).as_deref(), Some(normal), "{written}");
        }
    }

    #[test]
    fn what_is_no_number_has_no_form() {
        for written in ["", " ", "anonymous", "0", "000000000", "+", "+48", "sip:jan@example.org", "1234567890123456"] {
            assert_eq!(normalised(written), None, "{written}");
        }
    }
}
