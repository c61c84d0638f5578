//! The first names that most people in Poland bear.

use std::sync::LazyLock;

use super::sound;

/// Women's names, in the nominative.
pub(super) const FEMALE: &str = "ada adela adelajda adrianna agata agnieszka albina aldona aleksandra alfreda alicja alina alona amanda amelia anastazja aneta angelika aniela anita anna antonina apolonia arleta aurelia barbara beata bernadeta bernadetta bianka blanka bogna bogumiła bogusława bolesława bożena bożenna bronisława brygida cecylia celina czesława dagmara dagna danuta daria dominika donata dorota edyta eliza elwira elżbieta emilia emma ewa ewelina eugenia faustyna felicja florentyna franciszka gabriela genowefa gertruda grażyna greta halina halszka hanna helena henryka honorata ida iga ilona inga irena irmina iwona iza izabela jadwiga jagoda jana janina jagna joanna jolanta jowita józefa julia julianna julita justyna kaja kalina kamila karina karolina katarzyna kazimiera kinga klara klaudia kornelia krystyna ksenia laura lena leokadia lidia liliana liwia lucyna ludmiła ludwika luiza łucja magda magdalena maja malina malwina małgorzata marcelina marcjanna maria marianna mariola marlena marta martyna maryla marzanna marzena matylda melania michalina milena mirosława monika nadia nadzieja natalia natasza nela nikola nina oktawia oksana ola olga oliwia otylia patrycja paula paulina pelagia pola regina renata roksana romana rozalia róża ryszarda sabina salomea sandra sara sława stanisława stefania sonia stella sylwia tamara tatiana teodora teresa tola urszula wacława walentyna waleria wanda wera weronika wiesława wiktoria wioleta wioletta wisława władysława zdzisława zenobia zofia zuzanna zyta żaneta żaklina asia basia kasia gosia małgosia ania hania zosia krysia ela jola aga iwonka joasia magdalenka";

/// Men's names, in the nominative.
pub(super) const MALE: &str = "adam adolf adrian albert aleksander aleksy alan alfred alojzy ambroży amadeusz andrzej antoni arkadiusz arnold artur august augustyn bartłomiej bartosz bazyli benedykt beniamin bernard błażej bogdan bogumił bogusław bolesław borys bronisław bruno cezary cyprian cyryl czesław damian daniel dariusz dawid dionizy dominik donat edmund edward emil emilian ernest eryk eugeniusz euzebiusz fabian feliks ferdynand filip florian franciszek fryderyk gabriel gerard gracjan grzegorz gustaw gwidon henryk herbert hieronim hilary hipolit hubert ignacy igor ireneusz iwo izydor jacek jakub jan janusz jarosław jerzy jędrzej joachim józef julian juliusz kacper kajetan kamil karol kasjan kazimierz klemens klaudiusz konrad konstanty kornel kordian krystian krzysztof ksawery lech lechosław leon leonard leopold lesław leszek lucjan ludwik łukasz maciej maksym maksymilian marcel marceli marcin marek marian mariusz mateusz maurycy melchior michał mieczysław mieszko mikołaj miłosz miron mirosław natan nikodem norbert olaf olgierd oliwier oskar oswald otto patryk paweł piotr przemysław radosław rafał rajmund remigiusz robert roch roland roman rudolf ryszard seweryn sebastian sergiusz sławomir stanisław stefan szczepan szymon sylwester tadeusz teodor teofil tobiasz tomasz tymon tymoteusz wacław waldemar walenty walery wawrzyniec wiesław wiktor wilhelm wincenty wit witold władysław włodzimierz wojciech zbigniew zdzisław zenon ziemowit zygfryd zygmunt zbyszek bartek tomek krzysiek wojtek";

/// What makes a surname of a first name.
const SURNAME_ENDINGS: &[&str] = &[
    "kowski", "kowska", "owski", "owska", "ewski", "ewska", "iewski", "iewska", "iński", "ińska", "owicz", "ewicz",
    "iewicz", "kiewicz", "kowicz", "owczyk",
];

/// Sounds that must follow a first name that was not made out exactly, for a surname to be joined to it.
const SHORTEST_JOINED_SURNAME: usize = 8;

/// What a first name may cost more where a surname follows it.
const BESIDE_SURNAME: u16 = 25;

static SPELT: LazyLock<Vec<(&'static str, Vec<u8>, bool)>> = LazyLock::new(|| {
    let female = FEMALE.split(' ').map(|name| (name, sound::spell(name), true));
    let male = MALE.split(' ').map(|name| (name, sound::spell(name), false));
    female.chain(male).collect()
});

/// A first name in the nominative that a word sounds like.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct FirstName {
    /// As it is written.
    pub(super) name: &'static str,
    /// Whether it is a woman's.
    pub(super) female: bool,
    /// From 0 to 1.
    pub(super) likeness: f32,
}

/// Whether a word in lower case is a first name in the nominative, letter by letter.
pub(super) fn is(text: &str) -> bool {
    SPELT.iter().any(|(name, _, _)| *name == text)
}

/// A first name that a word begins with, where a surname seems to be joined on: "Arturbąkowski", but
/// not "Marcinkowska", which is a surname made of a first name.
pub(super) fn prefix(text: &str) -> Option<&'static str> {
    let names = SPELT.iter().map(|(name, _, _)| *name);
    names
        .filter(|name| name.len() >= 4 && text.starts_with(name))
        .max_by_key(|name| name.len())
        .filter(|name| text.len() >= name.len() + 5 && !SURNAME_ENDINGS.contains(&&text[name.len()..]))
}

/// Whether a long word begins with what sounds like a first name, and enough is left for a surname:
/// "Tmaszkowalczewski".
pub(super) fn opens(sounds: &[u8]) -> bool {
    SPELT.iter().filter(|(_, spelt, _)| spelt.len() >= 5).any(|(_, spelt, _)| {
        (spelt.len() - 1..=spelt.len() + 1)
            .filter(|length| sounds.len() >= length + SHORTEST_JOINED_SURNAME)
            .any(|length| sounds[0] == spelt[0] && cost(spelt, &sounds[..length], BESIDE_SURNAME).is_some())
    })
}

/// The first name that sounds are most like, if they are like enough: a short name must be right.
pub(super) fn recognise(sounds: &[u8]) -> Option<FirstName> {
    nearest(sounds, 0)
}

/// The same where a surname stands beside it, so that more may be wrong.
pub(super) fn recognise_beside_surname(sounds: &[u8]) -> Option<FirstName> {
    nearest(sounds, BESIDE_SURNAME)
}

fn nearest(sounds: &[u8], more: u16) -> Option<FirstName> {
    let mut best: Option<FirstName> = None;
    for (name, spelt, female) in SPELT.iter() {
        if spelt.len().abs_diff(sounds.len()) > 2 || !begins_alike(spelt, sounds) {
            continue;
        }
        let Some(cost) = cost(spelt, sounds, more) else { continue };
        let likeness = 1.0 - f32::from(cost) / (spelt.len() as f32 * f32::from(sound::WHOLE));
        if best.is_none_or(|known| likeness > known.likeness) {
            best = Some(FirstName { name, female: *female, likeness });
        }
    }
    best
}

/// What it costs to hear a name in sounds, unless that is too much: short names have little to spare.
fn cost(spelt: &[u8], sounds: &[u8], more: u16) -> Option<u16> {
    let allowed = match spelt.len() {
        0..=3 => 0,
        4 => 30,
        5 => 50 + more,
        6 => 75 + more,
        _ => 100 + more,
    };
    Some(sound::distance(spelt, sounds)).filter(|cost| *cost <= allowed)
}

/// A cheap test before the whole comparison: one of the first two sounds is right.
fn begins_alike(a: &[u8], b: &[u8]) -> bool {
    a.iter().take(2).any(|sound| b.iter().take(2).any(|other| other == sound))
}
