use super::*;
use crate::polish::normalise::words_of;

/// What of a promise is understood: the words of its time, "-" without one, "none" where there is none.
fn promised(text: &str) -> String {
    let words = words_of(text);
    let said = |range: Range<usize>| words[range].iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ");
    match promises(&words) {
        None => "none".to_owned(),
        Some(Promise { time: None, .. }) => "-".to_owned(),
        Some(Promise { time: Some(time), .. }) => {
            said(time.words).trim_end_matches(['.', ',', '?', '!']).to_lowercase()
        }
    }
}

/// Rows of `words = what is understood`.
fn rows(table: &str) -> impl Iterator<Item = (&str, &str)> {
    let rows = table.lines().map(str::trim).filter(|row| !row.is_empty() && !row.starts_with('#'));
    rows.map(|row| row.rsplit_once(" = ").expect("`words = what`"))
}

#[test]
fn promises_are_told_from_what_is_none() {
    let wrong: Vec<String> = rows(include_str!("tests/promises.txt"))
        .filter(|(words, what)| promised(words) != *what)
        .map(|(words, what)| format!("{words} = {what}, not {}", promised(words)))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Rows of `words = names of what is understood in them`.
#[test]
fn what_else_is_said_about_calling_is_understood() {
    let understood = |text: &str| {
        let words = words_of(text);
        let mut names = Vec::new();
        names.extend(cannot_talk(&words).map(|_| "busy"));
        names.extend(asks_for_number(&words).map(|_| "number"));
        names.extend(invites_to_call(&words).map(|_| "invites"));
        names.extend(corrects(&words).map(|_| "corrects"));
        if names.is_empty() { "none".to_owned() } else { names.join(" ") }
    };
    let wrong: Vec<String> = rows(include_str!("tests/said.txt"))
        .filter(|(words, what)| understood(words) != *what)
        .map(|(words, what)| format!("{words} = {what}, not {}", understood(words)))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn agreement_is_told_from_refusal() {
    for (text, accepted) in [
        ("Dobrze, tak zrobimy.", true),
        ("Oczywiście.", true),
        ("Tak, pasuje.", true),
        ("Nie ma sprawy.", true),
        ("Może być.", true),
        ("Dobrze, zapisałam.", true),
        ("Niestety, jutro mnie nie będzie.", false),
        ("Dobrze, ale jutro nie dam rady.", false),
        ("Trudno mi powiedzieć, różnie to bywa.", false),
        ("Proszę próbować.", false),
    ] {
        assert_eq!(accepts(&words_of(text)), accepted, "{text}");
    }
    assert!(refuses(&words_of("Nie, nie dziękuję.")));
    assert!(asks_when(&words_of("O której mam do pani zadzwonić?")));
    assert!(asks_when(&words_of("Kiedy pani pasuje?")));
    assert!(!asks_when(&words_of("Kiedy złożyła pani wniosek?")));
}
