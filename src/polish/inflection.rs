//! Names, positions and units in the cases that an introduction puts them in, as phrase patterns.
//!
//! People name themselves in the nominative ("Anna Lis") or the instrumental ("rozmawia pani z Anną
//! Lis", "jestem inspektorem"); units and positions come in any case.

/// A name of one or more words: each in the nominative or the instrumental.
pub(super) fn name_pattern(name: &str) -> String {
    let words = name.split([' ', '-']).map(letters).filter(|word| !word.is_empty());
    let both = words.map(|word| {
        let with = instrumental(&word);
        if with == word { word } else { format!("({word}|{with})") }
    });
    both.collect::<Vec<_>>().join(" ")
}

/// A unit's or position's name in any case; small words may be swallowed.
pub(super) fn title_pattern(name: &str) -> String {
    let words = name
        .split_whitespace()
        .map(letters)
        .filter(|word| !word.is_empty())
        .map(|word| if word.chars().count() <= 2 { format!("[{word}]") } else { any_case(&word) });
    words.collect::<Vec<_>>().join(" ")
}

/// An office's name in any case: all before its place inflects ("Urzędu Miejskiego w Łomży").
pub(super) fn office_pattern(name: &str) -> String {
    let words = name.split_whitespace().map(|word| {
        let word = letters(word);
        if matches!(word.as_str(), "w" | "we") { "~1".to_owned() } else { any_case(&word) }
    });
    words.collect::<Vec<_>>().join(" ")
}

/// A name in the instrumental, in lower case; itself where it does not inflect.
///
/// Endings by the declension tables of *Wielki słownik ortograficzny PWN*, rules [69]–[72].
pub(super) fn instrumental(name: &str) -> String {
    // Longest endings first: what a word ends in decides alone.
    const ENDINGS: &[(&str, &str)] = &[
        ("ołąb", "ołębiem"),
        ("ść", "ściem"),
        ("ień", "niem"),
        ("ek", "kiem"),
        ("ieł", "łem"),
        ("eł", "łem"),
        ("iel", "ielem"),
        ("el", "lem"),
        ("iec", "cem"),
        ("ec", "cem"),
        ("ski", "skim"),
        ("cki", "ckim"),
        ("dzki", "dzkim"),
        ("i", "im"),
        ("y", "ym"),
        ("o", "ą"),
        ("a", "ą"),
        ("e", "em"),
        ("u", "u"),
        ("k", "kiem"),
        ("g", "giem"),
        ("ń", "niem"),
        ("ć", "ciem"),
        ("ś", "siem"),
        ("ź", "ziem"),
        ("ó", "ó"),
    ];
    match name {
        // Their last vowel stays.
        "lech" | "zdzich" | "daniel" | "gabriel" | "emil" | "kamil" | "marcel" => return format!("{name}em"),
        _ => {}
    }
    let short = name.chars().count() <= 3;
    for (ending, with) in ENDINGS {
        let mobile = matches!(*ending, "ek" | "ieł" | "eł" | "el" | "iec" | "ec" | "ień");
        if let Some(stem) = name.strip_suffix(ending)
            && !(mobile && (short || stem.chars().count() < 2))
        {
            return format!("{stem}{with}");
        }
    }
    format!("{name}em")
}

/// A word with any ending; the commonest alternations inside it are given besides.
fn any_case(word: &str) -> String {
    if word.chars().count() <= 3 {
        return word.to_owned();
    }
    match word {
        "urząd" => return "(urząd*|urzęd*|ursąd*|uząd*)".to_owned(),
        "zespół" => return "(zespół|zespoł*|zespol*)".to_owned(),
        "wydział" => return "(wydział*|wydzial*|wytział*|wydzyał*|wyd ział*)".to_owned(),
        _ => {}
    }
    let endings = [
        "iego", "iemu", "ego", "emu", "iej", "ych", "ich", "ymi", "imi", "ów", "ej", "ym", "im", "om", "y", "i", "a",
        "ą", "e", "ę", "o", "u",
    ];
    let stem = endings
        .iter()
        .find_map(|ending| word.strip_suffix(ending))
        .filter(|stem| stem.chars().count() >= 3)
        .unwrap_or(word);
    format!("{stem}*")
}

fn letters(word: &str) -> String {
    word.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_put_in_the_instrumental() {
        let table = "anna anną, ewa ewą, zofia zofią, alicja alicją, bożena bożeną, sokołowska sokołowską, lis lisem,
            nowak nowakiem, kowalczyk kowalczykiem, zalewski zalewskim, cichocki cichockim, grodzki grodzkim,
            marek markiem, jacek jackiem, dudek dudkiem, paweł pawłem, kozieł kozłem, michał michałem, wróbel wróblem,
            daniel danielem, gabriel gabrielem, karol karolem, kamil kamilem, stępień stępniem, krzysztof krzysztofem,
            jerzy jerzym, antoni antonim, batory batorym, moniuszko moniuszką, matejko matejką, kawa kawą,
            gołąb gołębiem, zając zającem, kuc kucem, szwarc szwarcem, małysz małyszem, sęk sękiem,
            bąk bąkiem, wilk wilkiem, kulesza kuleszą, pietraszko pietraszką, łukasz łukaszem, maciej maciejem,
            mikołaj mikołajem, andrzej andrzejem, jan janem, adam adamem, roch rochem, linde lindem, kupiec kupcem";
        for row in table.split(',') {
            let (name, with) = row.trim().split_once(' ').expect("a name and its instrumental");
            assert_eq!(instrumental(name), with.trim(), "{name}");
        }
    }

    #[test]
    fn a_pattern_holds_each_part_of_a_double_name() {
        assert_eq!(name_pattern("Nowak-Kowalska"), "(nowak|nowakiem) (kowalska|kowalską)");
        assert_eq!(title_pattern("Biuro do Spraw Osób"), "biur* [do] spraw* osób*");
    }
}
