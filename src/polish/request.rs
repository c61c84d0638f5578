//! What a caller asks of the way they are spoken to: slower, louder, again.

use std::sync::LazyLock;

use super::line::Line;
use super::phrases::Hit;
use super::weighted::Weighted;
use crate::event::Word;

/// What is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Manner {
    /// "Proszę mówić wolniej."
    Slower,
    /// "Głośniej, bo nie słyszę."
    Louder,
    /// "Proszę powtórzyć."
    Again,
}

impl Manner {
    /// The name in an alert's detail.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Slower => "slower",
            Self::Louder => "louder",
            Self::Again => "again",
        }
    }
}

const SLOWER: &str = "
1 (proszę|niech|mogłaby|mógłby|może|może|mogą|prosiłbym|prosiłabym|poproszę|prosić|da się|czy) ~5 (wolniej!|wolno!|powoli!|pomału!|powolutku!|spokojniej!|nie tak szybko)
1 ^ [o] [ale] [tylko] [a] [troszkę] [trochę] [ciut] (wolniej!|powoli!|pomału!|powolutku!) ~2 (^|$)
1 (za szybko|tak szybko|zbyt szybko|bardzo szybko|strasznie szybko) ~2 (pan|pani|mówi*|dla mnie)
1 {pan} ~2 (mówi!|dyktuje!|tłumaczy!) ~1 (za|tak|zbyt|strasznie|bardzo|okropnie) szybko
1 (mówi!|dyktuje!) {pan} ~1 (za|tak|zbyt|strasznie|bardzo) szybko
1 (nie nadążam!|nie nadążę!|nie zdążam!|nie zdążę! zapisać|nie zdążył* zapisać|nie zdążył* zanotować)
0.9 (wolniej!) ~3 (proszę|bo|mówić|poproszę|dyktować)
0.9 nie tak szybko
";

const LOUDER: &str = "
1 (proszę|niech|mogłaby|mógłby|może|mogą|prosiłbym|prosiłabym|poproszę|prosić|da się|czy) ~5 (głośniej!|głośno!|wyraźniej!|wyraźnie!)
1 ^ [o] [ale] [tylko] [a] [troszkę] [trochę] [ciut] (głośniej!|wyraźniej!) ~2 (^|$)
1 (słabo|źle|ledwo|ledwie|kiepsko|prawie nie|niewyraźnie) ~1 ~1 {pan} ~1 (słyszę!|słychać!)
1 (słabo|źle|ledwo|ledwie|kiepsko) ~1 (słyszę!|słychać!) ~1 {pan}
1 (nic|w ogóle|prawie) ~1 ~1 nie ~1 (słyszę!|słychać!)
1 (nie słyszę!|nie słychać!) ~1 (pani|pana|państwa|za bardzo|dobrze|^|$|co)
1 (głośniej!|wyraźniej!) ~2 (proszę|bo|mówić|poproszę)
0.9 {pan} ~1 (mówi!) ~1 (za|tak|zbyt|bardzo|strasznie|jakoś) (cicho!|niewyraźnie!)
0.9 (za cicho!|tak cicho!) ~2
";

const AGAIN: &str = "
1 (proszę|niech|mogłaby|mógłby|może|mogę prosić|prosiłbym|prosiłabym|poproszę|mogą|prosić|czy) ~4 (powtórzyć!|powtórzenie!|powtórzy!|powtórzą!)
1 (proszę|niech|mogłaby|mógłby|może|czy) ~3 (powiedzieć!|powie!|podać!|poda!|przeczytać!|wymienić!) ~2 (jeszcze raz|ponownie|raz jeszcze)
1 (jeszcze raz!|raz jeszcze!) ~2 (proszę|poproszę)
1 ^ [to] [proszę] (jeszcze raz!|raz jeszcze!) (^|$)
1 (nie dosłyszał*|nie usłyszał*|nie zrozumiał*|nie załapał*|uciekło mi|umknęło mi)
1 ^ (co proszę|jak proszę|że co|jak|co) $ ?
0.8 (co|jak) {pan} (mówił!|mówiła!|mówi!|powiedział!|powiedziała!) ?
0.8 (nie rozumiem!) ~1 (co {pan}|tego|^|$)
";

static PHRASES: LazyLock<[(Manner, Weighted); 3]> = LazyLock::new(|| {
    [
        (Manner::Slower, Weighted::read(SLOWER)),
        (Manner::Louder, Weighted::read(LOUDER)),
        (Manner::Again, Weighted::read(AGAIN)),
    ]
});

/// What looks like such a request and is none: the caller's own speech, or how long something takes.
const NOT: &str = "
1 (ja!|bo ja|będę|mówię|mówiłem|mówiłam) ~2 (mówię|mówić|mówił*) ~2 (powoli|wolno|niewyraźnie|cicho|głośno|szybko|głośniej)
1 (mogę!|mam!|muszę!) ~3 (powtórzyć|powiedzieć jeszcze raz|mówić głośniej)
1 (nie trzeba|nie musi) ~3 (powtarzać|powtórzyć)
1 (teraz|już) ~2 (słyszę!|słychać!)
1 nie ^ (zrozumiał*|usłyszał*|dosłyszał*|słyszał*)
1 (dobrze|świetnie|wyraźnie) ~1 {pan} ~1 słyszę!
";

static NOT_PHRASES: LazyLock<Weighted> = LazyLock::new(|| Weighted::read(NOT));

/// What a caller's utterance asks of the way they are spoken to, the surest of it first.
pub fn manner_asked(words: &[Word]) -> Vec<(Manner, Hit)> {
    let line = Line::new(words);
    let not = NOT_PHRASES.find(&line, 0.9);
    let mut asked = Vec::new();
    for (manner, phrases) in PHRASES.iter() {
        let found = phrases.find(&line, 0.75).into_iter();
        let best = found
            .filter(|(found, _)| !not.iter().any(|(other, _)| other.from < found.to && found.from < other.to))
            .max_by(|(_, a), (_, b)| a.total_cmp(b));
        if let Some((found, confidence)) = best {
            asked.push((*manner, Hit { confidence, ..found.hit(&line, 1.0) }));
        }
    }
    asked.sort_by(|(_, a), (_, b)| b.confidence.total_cmp(&a.confidence));
    asked
}
