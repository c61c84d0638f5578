//! How hard spoken sentences are to follow: their length, their long words, and officialese.
//!
//! The measure is Walery Pisarek's of 1969 ("Jak mierzyć zrozumiałość tekstu?", Zeszyty Prasoznawcze
//! 4/1969), the one Polish readability tools go back to, in its non-linear form: half the root of the sum
//! of the squares of the mean sentence length in words and the percentage of words of four syllables or
//! more. About 5 is a chat, 10 a newspaper, over 14 an act of parliament.

use std::sync::LazyLock;

use super::line::Line;
use super::phrases::Hit;
use super::syllables::syllables;
use super::weighted::Weighted;
use crate::event::Word;

/// Words of so many syllables are hard, by Pisarek.
const HARD_SYLLABLES: usize = 4;

/// How hard what was said is to follow.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Difficulty {
    /// Pisarek's index.
    pub index: f32,
    /// Words of the longest sentence.
    pub longest_sentence: usize,
    /// Words it rests on, numbers left out.
    pub words: usize,
}

/// Measures sentences; `None` where nothing ends one, since their length is then unknown.
pub fn difficulty(words: &[Word]) -> Option<Difficulty> {
    let line = Line::new(words);
    if !line.tokens().iter().any(super::normalise::Token::ends_sentence) {
        return None;
    }
    let sentences = line.sentences();
    let spoken = line.tokens().iter().filter_map(|token| syllables(&token.text));
    let (mut all, mut hard) = (0_usize, 0_usize);
    for count in spoken {
        all += 1;
        hard += usize::from(count >= HARD_SYLLABLES);
    }
    if all == 0 {
        return None;
    }
    let length = line.tokens().len() as f32 / sentences.len() as f32;
    let share = 100.0 * hard as f32 / all as f32;
    Some(Difficulty {
        index: 0.5 * length.hypot(share),
        longest_sentence: sentences.iter().map(ExactSizeIterator::len).max().unwrap_or_default(),
        words: all,
    })
}

/// Turns of phrase of offices, for which spoken Polish has plainer ones.
const OFFICIALESE: &str = "
1 (niniejszym!|niniejsz*)
1 (przedmiotow* ~1 (spraw*|wnios*|decyzj*|nieruchomoś*|pism*|lokal*))
1 (w przedmiocie|w zakresie ~2 (złożeni*|wydani*|uzyskani*)|w trybie (artykuł*|art|ustaw*|przepis*|natychmiastow*|administracyjn*))
1 celem! (uzyskania|złożenia|dokonania|uzupełnienia|wyjaśnienia|ustalenia|podpisania|przedłożenia|weryfikacji|odbioru|okazania)
1 (w celu) (uzyskania|dokonania|uzupełnienia|ustalenia|przedłożenia|weryfikacji|okazania|skutecznego)
1 (stosownie|zgodnie) [z] do ~2
1 (zgodnie z|na podstawie|w oparciu o|na mocy) ~2 (artykuł*|paragraf*|ustęp*|rozporządzeni*|dyspozycj*|treści*|brzmieni*|postanowieni*|kodeks*)
1 (artykuł*|paragraf*) ~3 (ustęp*|punkt*|kodeks*|ustaw*)
1 (wnioskodawc*|wnioskodawcz*|wnioskując*|zobowiązan* do|strona postępowani*|strony postępowani*|organ! ~1 (wydał*|wyda|rozpatr*|wzywa|odmówi*|właściw*|podatkow*|administracj*|pierwszej|drugiej)|podmiot*)
1 (winien!|winna!|winno!|winni!) ~2 (zostać|być|złożyć|dokonać|uiścić|przedłożyć|stawić|okazać|wypełnić)
1 (dokonać!|dokonania!|dokonuje!|dokonanie!) ~1 (wpłaty|zapłaty|zgłoszenia|wpisu|zmiany|opłaty|korekty|uzupełnienia|wyboru|rejestracji|weryfikacji|czynności)
1 (uiścić!|uiszczenia!|uiszczenie!|uiszczeniu!)
1 (przedłożyć!|przedłożenia!|przedłożenie!|przedkłada*)
1 (w związku z powyższym|wobec powyższego|mając na uwadze|z uwagi na powyższe|w nawiązaniu do|w odniesieniu do|powyższ* pism*|w świetle ~2 (przepis*|powyższ*|ustaw*))
1 (ww|wyżej wymienion*|niżej wymienion*|wymieniony powyżej|w powyższym|powyższego|jak wyżej)
1 (z tytułu|tytułem) ~1 (opłat*|zaległoś*|zobowiązan*|podat*|zwrot*|odszkodowan*)
1 (na okoliczność|w terminie ustawow*|bez zbędnej zwłoki|z mocy prawa|pod rygorem|w drodze decyzji|w drodze postanowieni*|w drodze czynnoś*)
1 (pozostawi*) ~2 bez rozpoznani*
1 (uprzejmie|niniejszym) ~1 (informuję|informujemy|zawiadamiam*) ~1 (iż!|że!)
0.8 (iż!|aczkolwiek!|tudzież!|bądź też!|takowy!|takową!|takowe!|takowego!|tenże!|tegoż!|powyższe!|ponadto zaś)
0.8 (posiada!|posiadają!|posiadać!|posiadania!) ~1 (pan|pani|państwo|uprawnień*|uprawnieni*|tytułu|tytuł|statusu|zaświadczeni*|dokument*|orzeczeni*)
0.8 (wszczę* ~1 postępowani*|prawomocn*|uprawomocni*|legitymuje* się|przysługuje (środek|zażalenie|odwołanie)|termin zawity|domniemani* ~1 doręczeni*|fikcj* doręczeni*|właściwość miejscow*|organu właściw*)
0.8 (ulega!|ulegnie!|uległ!|uległa!|uległo!) ~1 (zmianie|wydłużeniu|zawieszeniu|umorzeniu|przedawnieniu|przesunięciu)
0.8 (ma|mają) ~1 zastosowani*
0.8 (w przypadku|w razie) (niezłożeni*|nieuiszczeni*|niedopełnieni*|niedotrzymani*|nieuzupełnieni*|braku ~1 uzupełnieni*)
0.8 (kwest* ~1 (formaln*|proceduraln*)|braki formaln*|braków formaln*)
0.8 (procedowa*|procedowani*|zaopiniowa*|parafowa*|kontrasygn*|dekretacj*|zadekretowa*)
";

static PHRASES: LazyLock<Weighted> = LazyLock::new(|| Weighted::read(OFFICIALESE));

/// Turns of phrase of offices in an utterance of the agent's, in order of place.
pub fn officialese(words: &[Word]) -> Vec<Hit> {
    let line = Line::new(words);
    let mut kept: Vec<(usize, usize, Hit)> = Vec::new();
    for (found, confidence) in PHRASES.find(&line, 0.85) {
        // A single word is soon like another: "przedłużyć", "przedłożyć".
        let clear = found.to - found.from > 1 || found.likeness > 0.97;
        if clear && !kept.iter().any(|(from, to, _)| *from < found.to && found.from < *to) {
            kept.push((found.from, found.to, Hit { confidence, ..found.hit(&line, 1.0) }));
        }
    }
    kept.into_iter().map(|(_, _, hit)| hit).collect()
}
