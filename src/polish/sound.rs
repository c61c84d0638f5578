//! How alike Polish words sound.
//!
//! A word is spelt in a simple phonetic alphabet, one byte a sound, following Polish orthography's
//! rules (rz = ż, ó = u, ch = h, si + vowel = ś, ą = o + nasal). The cost of taking one sound for
//! another follows what telephone speech and recognisers confuse: voicing, the three places of
//! sibilants, nasals, unstressed vowels. Costs are hundredths of a whole wrong sound.

use std::sync::LazyLock;

/// The cost of one wholly wrong sound.
pub const WHOLE: u16 = 100;

/// Spells a lower-case word in sounds.
pub fn spell(word: &str) -> Vec<u8> {
    let letters: Vec<char> = word.chars().collect();
    let mut sounds = Vec::with_capacity(letters.len() + 2);
    let mut at = 0;
    while at < letters.len() {
        at += spell_one(&letters, at, &mut sounds);
    }
    sounds
}

/// The cost of hearing `b` where `a` was said.
pub fn confusion(a: u8, b: u8) -> u16 {
    CONFUSION[usize::from(a & 127)][usize::from(b & 127)]
}

/// The cost of a sound lost or added.
pub const fn loss(sound: u8) -> u16 {
    match sound {
        b'N' | b'j' => 40,
        b'w' | b'h' => 60,
        b'a' | b'e' | b'E' | b'i' | b'o' | b'u' | b'y' => 70,
        _ => 90,
    }
}

/// The weighted edit distance of two spellings.
pub fn distance(a: &[u8], b: &[u8]) -> u16 {
    let mut row: Vec<u16> = std::iter::once(0)
        .chain(b.iter().scan(0u16, |sum, &sound| {
            *sum = sum.saturating_add(loss(sound));
            Some(*sum)
        }))
        .collect();
    for &said in a {
        let mut diagonal = row[0];
        row[0] = row[0].saturating_add(loss(said));
        for (at, &heard) in b.iter().enumerate() {
            let best = (diagonal.saturating_add(confusion(said, heard)))
                .min(row[at].saturating_add(loss(heard)))
                .min(row[at + 1].saturating_add(loss(said)));
            diagonal = row[at + 1];
            row[at + 1] = best;
        }
    }
    row[b.len()]
}

/// How alike two words sound, from 0 to 1.
pub fn alike(a: &str, b: &str) -> f32 {
    let (a, b) = (spell(a), spell(b));
    let length = a.len().max(b.len()).max(1);
    (1.0 - f32::from(distance(&a, &b)) / (length as f32 * f32::from(WHOLE))).max(0.0)
}

fn spell_one(letters: &[char], at: usize, sounds: &mut Vec<u8>) -> usize {
    let next = letters.get(at + 1).copied().unwrap_or(' ');
    let after = letters.get(at + 2).copied().unwrap_or(' ');
    let (sound, used) = match (letters[at], next) {
        ('c', 'h') => (b'h', 2),
        ('c', 'z') => (b'C', 2),
        ('s', 'z') => (b'S', 2),
        ('r', 'z') if matches!(sounds.last(), Some(b'p' | b't' | b'k' | b'h')) => (b'S', 2),
        ('r', 'z') => (b'Z', 2),
        ('d', 'ż') => (b'Q', 2),
        ('d', 'ź') => (b'Y', 2),
        ('d', 'z') if after == 'i' => {
            return soft(letters, at + 2, b'Y', sounds) + 2;
        }
        ('d', 'z') => (b'D', 2),
        ('s', 'i') => return soft(letters, at + 1, b'x', sounds) + 1,
        ('z', 'i') => return soft(letters, at + 1, b'X', sounds) + 1,
        ('c', 'i') => return soft(letters, at + 1, b'T', sounds) + 1,
        ('n', 'i') => return soft(letters, at + 1, b'q', sounds) + 1,
        ('ą', _) => {
            sounds.extend(b"oN");
            return 1;
        }
        ('ę', ' ') => (b'E', 1),
        ('ę', _) => {
            sounds.extend(b"eN");
            return 1;
        }
        ('x', _) => {
            sounds.extend(b"ks");
            return 1;
        }
        ('i', following) if is_vowel(following) && !sounds.is_empty() => (b'j', 1),
        (letter, _) => match single(letter) {
            Some(sound) => (sound, 1),
            None => return 1,
        },
    };
    sounds.push(sound);
    used
}

/// A consonant softened by the `i` at `at`, which is heard itself only before a consonant.
fn soft(letters: &[char], at: usize, sound: u8, sounds: &mut Vec<u8>) -> usize {
    sounds.push(sound);
    if !letters.get(at + 1).copied().is_some_and(is_vowel) {
        sounds.push(b'i');
    }
    1
}

const fn is_vowel(letter: char) -> bool {
    matches!(letter, 'a' | 'ą' | 'e' | 'ę' | 'i' | 'o' | 'ó' | 'u' | 'y')
}

const fn single(letter: char) -> Option<u8> {
    Some(match letter {
        'ł' => b'w',
        'w' => b'v',
        'ś' => b'x',
        'ź' => b'X',
        'ć' => b'T',
        'ń' => b'q',
        'ż' => b'Z',
        'é' | 'è' => b'e',
        'ö' => b'o',
        'ó' | 'ü' => b'u',
        'q' => b'k',
        'a'
        | 'b'
        | 'c'
        | 'd'
        | 'e'
        | 'f'
        | 'g'
        | 'h'
        | 'i'
        | 'j'
        | 'k'
        | 'l'
        | 'm'
        | 'n'
        | 'o'
        | 'p'
        | 'r'
        | 's'
        | 't'
        | 'u'
        | 'v'
        | 'y'
        | 'z'
        | '0'..='9' => letter as u8,
        _ => return None,
    })
}

/// Pairs of sounds that are confused, with the cost; all others cost a whole sound.
const PAIRS: &[(&str, u16)] = &[
    ("pb td kg fv sz SZ xX cD CQ TY", 20),
    ("mn mq mN nq nN qN", 30),
    ("iy ij uw", 25),
    ("eE", 15),
    ("ey ou yE", 40),
    ("ae ao eo ei ai iu yu oy ay aE iE oE", 60),
    ("eu au oi jy", 75),
    ("sS sx Sx zZ zX ZX cC cT CT DQ DY QY", 45),
    ("sZ sX Sz SX xz xZ cQ cY CD CY TD TQ", 55),
    ("sc SC xT zD ZQ XY", 50),
    ("wl vw hk hg bv rl jl", 60),
    ("tk pt bd dg kp mb nd vm jx jX fh lv ln rZ", 75),
    ("ow aw uv", 60),
];

static CONFUSION: LazyLock<Box<[[u16; 128]; 128]>> = LazyLock::new(|| {
    let mut table = Box::new([[WHOLE; 128]; 128]);
    let vowels = b"aeiouyE";
    for vowel in vowels.map(usize::from) {
        for other in 0..128u8 {
            if !vowels.contains(&other) {
                table[vowel][usize::from(other)] = 120;
                table[usize::from(other)][vowel] = 120;
            }
        }
    }
    for (pairs, cost) in PAIRS {
        for pair in pairs.split(' ').map(str::as_bytes) {
            let (a, b) = (usize::from(pair[0]), usize::from(pair[1]));
            table[a][b] = *cost;
            table[b][a] = *cost;
        }
    }
    for (sound, row) in table.iter_mut().enumerate() {
        row[sound] = 0;
    }
    table
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_sound_the_same_are_spelt_the_same() {
        for (a, b) in [
            ("morze", "może"),
            ("chór", "hur"),
            ("zakrzewski", "zakszewski"),
            ("wyrzykowski", "wyżykowski"),
            ("siadać", "śadać"),
            ("bóg", "bug"),
        ] {
            assert_eq!(spell(a), spell(b), "{a} {b}");
        }
    }

    #[test]
    fn likeness_ranks_what_is_confused_above_what_is_not() {
        for (said, near, far) in [
            ("kossakowski", "kosakowski", "kowalski"),
            ("jasne", "jazne", "ważne"),
            ("widzenia", "widzeni", "wiedzenie"),
            ("świetnie", "szwietnie", "ślicznie"),
            ("obsługi", "opsługi", "usługi"),
            ("wolno", "folno", "pełno"),
            ("lekarz", "lekaż", "lekko"),
        ] {
            assert!(
                alike(said, near) > alike(said, far),
                "{said}: {near} {} {far} {}",
                alike(said, near),
                alike(said, far)
            );
        }
        assert!(alike("referent", "referenta") > 0.85);
        assert!(alike("tak", "nie") < 0.3);
    }

    #[test]
    fn distance_is_symmetric_and_zero_on_itself() {
        let words = ["cierpliwość", "chwileczkę", "żegnam", "łada", ""];
        for a in words {
            assert_eq!(distance(&spell(a), &spell(a)), 0);
            for b in words {
                assert_eq!(distance(&spell(a), &spell(b)), distance(&spell(b), &spell(a)));
            }
        }
    }
}
