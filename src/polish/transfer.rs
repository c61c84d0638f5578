//! Transferring a call: announcing it, saying to whom and what for.

use std::sync::LazyLock;

use super::line::Line;
use super::phrases::{Found, Hit, Phrases, surest};
use crate::event::Word;

/// What an utterance says about passing the caller on.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Handover {
    /// That the caller is being passed on, or is about to be: "przełączam panią".
    pub announced: Option<Hit>,
    /// To which unit, person or position: "do Wydziału Komunikacji", "tym zajmuje się pani Nowak".
    pub target: Option<Hit>,
    /// Why there, or what for: "bo ona prowadzi te sprawy".
    pub reason: Option<Hit>,
    /// That the colleague is told of the matter: "przekażę mu, o co chodzi".
    pub colleague_informed: Option<Hit>,
}

/// Verbs of connecting, first person.
const CONNECT: &str = "(przełączę!|przełączam!|przełączymy!|przełączamy!|połączę!|łączę!|łączymy!|połączymy!|przekieruję!|przekierowuję!|przekierujemy!|przepnę!|przepinam!|przerzucę!|przerzucam!|(przekażę!|przekazuję!) ({pan} do!|rozmowę!|telefon|słuchawkę!|połączenie)|oddaję! ~2 (słuchawkę!|telefon|rozmowę!|głos)|oddam! ~2 (słuchawkę!|telefon|rozmowę!)|przełożę! ~1 (rozmowę!|{pan})|(daję!|dam!|poproszę!) ~3 do (telefonu|aparatu)|skieruję! ~1 (rozmowę!|{pan})|kieruję! ~1 (rozmowę!|{pan}))";

/// Verbs of giving a caller to somebody: they connect only with a person or a unit after them.
const HAND_OVER: &str = "(dam!|daję!|oddam!|oddaję!|puszczę!|puszczam!|poślę!|odeślę!|odsyłam!|powierzę!|powierzam!|pokieruję!|wyślę!|zostawię!|zostawiam!)";

const CONNECT_INFINITIVE: &str = "(przełączyć|połączyć|przekierować|przepiąć|przerzucić|przekazać (rozmowę|słuchawkę|telefon)|oddać (słuchawkę|telefon))";

/// Units of an office, in any case.
const UNIT: &str = "(wydział*|departament*|biur*|referat*|oddział*|dział|działu|działem|działowi|sekretariat*|kancelari*|punkt obsługi|punktu obsługi|punktem obsługi|centrum|ośrodk*|ośrodek|zarząd*|urząd|urzędu|urzędem|straż miejsk*|straży miejsk*|kasy!|kasą!|księgowoś*|kadr!|kadrami!|kadry!|archiwum|stref*|inspektorat*|centrali|centralę|ewidencj*|infolini*|poradni*|zespół|zespołu|zespołem|stanowisk* do spraw|pokój numer|pokoju|pokojem|delegatur*|wodociąg*|mops|gops|usc|stan* cywiln*|rzecznik*|recepcj*|portierni*|dyżurk*)";

/// Positions and other words for people one works with.
const PERSON: &str = "(kolegi|kolegą|kolega|kolegę!|koleżanki|koleżanką|koleżankę!|koledze!|koleżance!|koleżanka|koleżanek|koleżankami|kolegów|kolegami|kierowni*|naczelni*|dyrektor*|inspektor!|inspektora|inspektorem|inspektorki|inspektorką|podinspektor*|specjalist*|referent*|sekretar*|burmistrz*|prezydent*|wójt*|skarbni*|koordynator*|geodet*|architekt*|urzędnik*|urzędnicz*|pracowni*|konsultant*|asystent*|prawni*|radc*|mecenas*|strażnik*|dyżurn*|operator*|doradc*|informatyk*|kasjer*|dzielnicow*|pełnomocni*|szef*|przełożon*|opiekun*|rzecznik*)";

/// Verbs that say whose matter it is, third person.
const IN_CHARGE: &str = "(zajmuje! się|zajmują! się|zajmie! się|prowadzi!|prowadzą!|załatwia!|załatwiają!|załatwi!|odpowiada! za|odpowiadają! za|za! ~3 (odpowiada!|odpowiadają!)|obsługuje!|obsługują!|rozpatruje!|rozpatrują!|wydaje!|wydają!|ma! w zakresie|zna! się|ma! dostęp|ma! wgląd|przyjmuje! takie|jest! właściw*|są! właściwi|jest! od|są! od|nadzoruje!|rozlicza!|rozliczają!|nalicza!|naliczają!)";

/// The matter spoken of.
const THIS: &str = "tym!|tymi! ~1|takimi! ~1|taką! ~1|tą! sprawą|te! sprawy|tę! sprawę|takie! ~1|ta! sprawa|te! rzeczy|to! u nas|u nas";

/// "Dam panią do pani Zofii": it announces the transfer and names its target.
fn handed_over() -> String {
    format!("{HAND_OVER} ~1 {{pan}} ~1 (do|w ręce|pod opiekę) ~1 ({UNIT}|{PERSON}|pani!|pana!)")
}

static ANNOUNCED: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::compile(
        [
            CONNECT.to_owned(),
            format!("(muszę!|spróbuję!|pozwolę sobie|postaram się|chciał*bym|zaraz|już|teraz|próbuję!|trzeba|będę) ~3 {CONNECT_INFINITIVE}"),
            "(będę|będziemy) ~2 (przełączał*|łączył*|przekierowywał*)".to_owned(),
            "zostanie {pan} ~1 (przełączon*|połączon*|przekierowan*)".to_owned(),
            "(nastąpi|następuje) połączenie".to_owned(),
            handed_over(),
        ]
        .iter()
        .map(String::as_str),
    )
});

/// Numbers of the patterns of [`TARGET`].
const TO_WHOM: usize = 0;

static TARGET: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::compile(
        [
            // The words after the preposition of this first one are looked at by `named`.
            format!("({CONNECT}|{CONNECT_INFINITIVE}) ~4 (do!|z!|ze!) ~1"),
            format!("({CONNECT}|{CONNECT_INFINITIVE}) ~4 ({UNIT}|{PERSON})"),
            format!("(do|z|ze) ~1 ({UNIT}|{PERSON}) ~5 {CONNECT}"),
            format!("{IN_CHARGE} ~3 ({UNIT}|{PERSON}|pan|pani)"),
            format!("({UNIT}|{PERSON}|pan|pani) ~3 {IN_CHARGE}"),
            format!("(będzie|porozmawia|pomoże|odbierze|odbierają|odpowie|wyjaśni|udzieli|przejmie) ~4 ({UNIT}|{PERSON}|pan|pani) ~1"),
            format!("(daję!|dam!|poproszę!) ~1 ({PERSON}|pana|panią) ~2 do (telefonu|aparatu)"),
            format!("(wprowadzę!|uprzedzę!|zapowiem!|uprzedzam!) ~1 {PERSON}"),
            format!("({UNIT}|{PERSON}) ~4 (pomoże|odbierze|odpowie|wyjaśni|udzieli|przejmie|zajmie)"),
            handed_over(),
        ]
        .iter()
        .map(String::as_str),
    )
});

/// Whose matter it is, said without announcing a transfer.
static IN_CHARGE_OF_THIS: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::compile(
        [
            format!("({THIS}) ~2 {IN_CHARGE} ~3 ({UNIT}|{PERSON}|pan!|pani!)"),
            format!("({UNIT}|{PERSON}|pan!|pani!) ~3 {IN_CHARGE} ~1 ({THIS})"),
            format!("({UNIT}|{PERSON}|pan!|pani!) ~2 ({THIS}) ~1 {IN_CHARGE}"),
            format!("({THIS}) (jest|są|leży|leżą|należy|należą) ~1 (w|do|u|po stronie) ~1 ({UNIT}|{PERSON})"),
        ]
        .iter()
        .map(String::as_str),
    )
});

static REASON: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::compile(
        [
            IN_CHARGE.to_owned(),
            "(bo|ponieważ|gdyż|żeby|aby|dlatego że|jako że) ~1".to_owned(),
            "(w sprawie|w kwestii|w związku z|odnośnie|co do) ~1".to_owned(),
            "(on|ona|oni|one|tam|koleżanka|kolega|pan|pani|który|która|którzy|kierowni*|wydział*|referat*) ~4 (powie!|powiedzą|wyjaśni!|wyjaśnią|pomoże!|pomogą|poda!|podadzą|sprawdzi!|sprawdzą|wpisze!|wpiszą|udzieli!|udzielą|załatwi!|załatwią|przyjmie!|przyjmą|policzy!|umówi!|umówią|zapisze!|odpowie!|odpowiedzą|poprowadzi!|wystawi!|ustali!|rozpatrzy!|zdecyduje!|doradzi!|doradzą|wytłumaczy!|zna!|wie!|wiedzą|ma! (te|takie|wszystkie|pełne|dostęp|wgląd|akta|dane|uprawnienia))".to_owned(),
            "(która|który|którzy|które) ~1".to_owned(),
            "(tam|tam też) ~3 (dowie się|dowiedzą się|uzyska|otrzyma|załatwi|złoży|zapłaci)".to_owned(),
            "(właściw*|kompetentn*|upoważnion*|uprawnion*) ~2 (do|w|wydział*|biur*|referat*)".to_owned(),
            "(po stronie|w gestii|w kompetencji|w zakresie) ~2".to_owned(),
            "(to|te sprawy|takie sprawy) ~1 (należy|należą|podlega|podlegają) ~1 (do|pod)".to_owned(),
        ]
        .iter()
        .map(String::as_str),
    )
});

static COLLEAGUE: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::compile([
        "(przekażę!|przekazuję!|powiem!|opowiem!|streszczę!|wyjaśnię!|wytłumaczę!|opiszę!|uprzedzę!|zapowiem!|powtórzę!) ~3 (mu|jej|im|koledze|koleżance|kolegom|kierowni*|naczelni*|kolegę!|koleżankę!) ~2 (o co|czego|jaka|jaką|sprawę!|w czym|w temat)",
        "(mu|jej|im|koledze|koleżance) ~1 (przekażę!|przekazuję!|powiem!|streszczę!|wyjaśnię!|opowiem!) ~2 (o co|czego|jaka|jaką|sprawę!|w czym)",
        "(wprowadzę!|wprowadzam!) ~3 (w temat|w sprawę!)",
        "żeby ~1 nie ~4 (powtarzać|opowiadać|tłumaczyć) ~3",
    ])
});

/// What looks like connecting a caller and is not.
static NOT_A_CALL: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::compile([
        "(przełączę!|przełączam!|przełączyć) ~3 (głośn*|głośnomów*|tryb*|słuchawk*|zestaw*|muzy*|ekran*|komputer*|okno|kart*|język*)",
        "(łączę!|łączymy!|połączę!|połączyć|łączyć) ~1 (wyrazy|pozdrowienia|się|wniosk*|działk*|sprawy!|fakty|oba|obie|dwa|dwie)",
        "nie ~3 (przełączę!|przełączam!|połączę!|łączę!|przekieruję!|przełączyć|połączyć|przekierować|przepiąć)",
        "(gdybym|gdyby|jakby) ~3 (przełączył*|połączył*)",
        "(proszę|niech {pan}) ~1 (mnie|nas) ~1 (przełączyć|połączyć|przełączy|połączy)",
    ])
});

/// Words that sound like connecting; the likelier one was said.
static SOUNDS_ALIKE: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::compile([
        "(dołącz*|rozłącz*|włącz*|wyłącz*|podłącz*|załącz*|odłącz*|przyłącz*)",
        "(przełączył*|połączył*|przekierował*|przełączacie|przełączają|przełączyłabym|przełączy!|połączy!|przełączono)",
    ])
});

/// Words after "do" or "z" that name nobody.
const VAGUE: &[&str] = &[
    "właściw",
    "odpowiedni",
    "kogo",
    "kimś",
    "inn",
    "jaki",
    "jakie",
    "kompetentn",
    "osob",
    "drugi",
    "dalej",
    "nich",
    "niej",
    "niego",
    "nim",
    "nią",
    "nimi",
    "tej",
    "tego",
    "tym",
    "tą",
    "tamtej",
    "tamtego",
    "sobą",
    "powrotem",
    "końca",
    "usłyszenia",
    "widzenia",
    "góry",
    "chwil",
    "kim",
    "czym",
    "której",
    "którego",
    "naszej",
    "naszego",
    "któregoś",
];

/// From this confidence on a hit is meant so.
const MEANT: f32 = 0.7;

/// What the agent says about passing the caller on.
pub fn handover(words: &[Word]) -> Handover {
    let line = Line::new(words);
    let not = NOT_A_CALL.find(&line);
    let alike = SOUNDS_ALIKE.find(&line);
    // "Proszę się nie rozłączać, łączę": a negation ends with its clause.
    let whole = |other: &Found| line.tokens()[other.from..other.to - 1].iter().all(|token| token.mark.is_none());
    let touches = |other: &Found, found: &Found| other.from < found.to && found.from < other.to;
    let free = |found: &Found| {
        !not.iter().any(|other| other.likeness >= MEANT && whole(other) && touches(other, found))
            && !alike.iter().any(|other| other.likeness >= found.likeness && touches(other, found))
    };
    let best = |phrases: &Phrases, counts: &dyn Fn(&Found) -> bool| {
        let found = phrases.find(&line).into_iter().filter(|found| found.likeness >= MEANT && counts(found));
        surest(found.map(|found| found.hit(&line, 1.0)))
    };
    let announced = best(&ANNOUNCED, &free);
    let counts = |found: &Found| free(found) && (found.pattern != TO_WHOM || named(&line, found));
    let target = match announced {
        Some(_) => best(&TARGET, &counts),
        None => best(&IN_CHARGE_OF_THIS, &free),
    };
    // "Bo" gives the reason of a transfer only where one is spoken of.
    let reason = (announced.is_some() || target.is_some()).then(|| best(&REASON, &|_| true)).flatten();
    Handover { announced, target, reason, colleague_informed: best(&COLLEAGUE, &|_| true) }
}

/// Whether a name, a unit or a position stands after the preposition, rather than "właściwa osoba".
fn named(line: &Line, found: &Found) -> bool {
    let tokens = line.tokens();
    let preposition = (found.from..found.to).rev().find(|at| matches!(tokens[*at].text.as_str(), "do" | "z" | "ze"));
    let Some(next) = preposition.and_then(|at| tokens.get(at + 1)) else { return false };
    let paused = preposition.is_some_and(|at| tokens[at].mark.is_some());
    let vague = VAGUE
        .iter()
        .any(|start| if start.chars().count() <= 4 { next.text == *start } else { next.text.starts_with(start) });
    !paused && !vague && next.text.chars().count() >= 3
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::polish::normalise::words_of;

    /// What of a handover is heard: a(nnounced), t(arget), r(eason), c(olleague informed).
    fn heard(said: &str) -> String {
        let handover = handover(&words_of(said));
        let parts = [
            ("a", handover.announced.is_some()),
            ("t", handover.target.is_some()),
            ("r", handover.reason.is_some()),
            ("c", handover.colleague_informed.is_some()),
        ];
        parts.iter().filter(|(_, there)| *there).map(|(name, _)| *name).collect()
    }

    fn all(rows: &[(&str, &str)]) {
        let wrong: Vec<String> = rows
            .iter()
            .filter_map(|(said, expected)| {
                let heard = heard(said);
                (heard != *expected).then(|| format!("{said}: {heard:?} in place of {expected:?}"))
            })
            .collect();
        assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
    }

    #[test]
    fn a_bare_announcement_names_nobody() {
        all(&[
            ("Przełączam panią.", "a"),
            ("Dam panu ten numer.", ""),
            ("Już łączę.", "a"),
            ("To ja pana przełączę.", "a"),
            ("Proszę się nie rozłączać, łączę.", "a"),
            ("Przełączam państwa, chwileczkę.", "a"),
            ("Przekieruję pani rozmowę.", "a"),
            ("Przełączę pana do właściwej osoby, proszę czekać.", "a"),
            ("Łączę panią z kimś innym.", "a"),
            ("Zaraz panią z kimś połączę.", "a"),
            ("Muszę panią przełączyć.", "a"),
            ("Za chwilę zostanie pan przełączony.", "a"),
            ("Przełączam na trzydzieści sześć.", "a"),
            ("Oddaję słuchawkę.", "a"),
            ("Zaraz przełączę.", "a"),
            ("To ja pana połączę.", "a"),
            ("Już panią łączę.", "a"),
            ("Przełączam rozmowę.", "a"),
            ("Chwileczkę, przekieruję pana.", "a"),
            ("Momencik, zaraz pana przekieruję dalej.", "a"),
            ("Dobrze, to łączę.", "a"),
            ("Zostanie pani przełączona.", "a"),
            ("Będę pana przełączał.", "a"),
            ("Spróbuję panią przełączyć.", "a"),
            ("Przepinam rozmowę.", "a"),
            ("Oddaję telefon.", "a"),
        ]);
    }

    #[test]
    fn a_target_is_a_unit_a_person_or_a_position() {
        all(&[
            ("Przełączam panią do Wydziału Komunikacji.", "at"),
            ("Łączę z sekretariatem.", "at"),
            ("Dam panią do pani Zofii z lokalówki.", "at"),
            ("Oddaję pana pod opiekę pana Tomasza z referatu dróg.", "at"),
            ("Proszę się nie rozłączać, łączę z naczelnikiem Wydziału Dróg.", "at"),
            ("Łączę z panią Pietraszko.", "at"),
            ("Łączę z Kuczyńską.", "at"),
            ("Połączę z panią naczelnik.", "at"),
            ("Moment, już łączę z pokojem siedemnastym.", "at"),
            ("Przełączę pana do Biura Ochrony Powietrza, do pani Sylwii.", "at"),
            ("Przełączam do kolegi.", "at"),
            ("Zaraz połączę panią z koleżanką z ewidencji.", "at"),
            ("Do referatu dowodów osobistych pana przełączam.", "at"),
            ("Połączę państwa ze Strażą Miejską.", "at"),
            ("Łączę z Urzędem Stanu Cywilnego.", "at"),
            ("Przełączam do pani Nowak.", "at"),
            ("Połączę pana z inspektorem Kowalskim.", "at"),
            ("Przekieruję panią do punktu obsługi mieszkańców.", "at"),
            ("Przełączam pana na dział podatków.", "at"),
            ("Przekazuję słuchawkę koledze.", "at"),
            ("Połączę panią z kolegą z referatu.", "at"),
            ("Przełączę do biura rady.", "at"),
            ("Łączę z panem naczelnikiem.", "at"),
            ("Łączę z archiwum.", "at"),
            ("Przekieruję rozmowę do kancelarii ogólnej.", "at"),
            ("Połączę z Zarządem Dróg Miejskich.", "at"),
            ("Przełączam do księgowości.", "at"),
            ("Już łączę z kierowniczką.", "at"),
            ("Przełączam panią do Departamentu Edukacji.", "at"),
            ("Połączę pana ze strażnikiem miejskim.", "at"),
            ("Łączę z Markiem Wasilewskim.", "at"),
            ("Przepnę pana do sekretariatu prezydenta.", "at"),
            ("Daję koleżankę do telefonu.", "at"),
        ]);
    }

    #[test]
    fn a_reason_says_why_there_or_what_for() {
        all(&[
            (
                "Tym zajmuje się strefa płatnego parkowania, pan Adam Grabowski. Przełączę pana do niego, bo tylko on wpisuje numery do systemu.",
                "atr",
            ),
            ("Takie adnotacje prowadzi u nas pani Renata Olszewska, więc przełączę panią do niej.", "atr"),
            ("Przekieruję rozmowę, te sprawy prowadzi pani Zalewska.", "atr"),
            ("Przełączam pana do Mirosława Hryniewickiego, to on prowadzi tę sprawę.", "atr"),
            ("Dzień dobry, łączę pana z panią kierownik, bo to ona zastrzega PESEL.", "atr"),
            ("Połączę panią z Wydziałem Podatków w sprawie tej ulgi.", "atr"),
            ("Przełączę panią do kasy, tam pani powiedzą, czy wpłata doszła.", "atr"),
            ("Przełączam do Departamentu Edukacji, żeby podali panu terminy naboru.", "atr"),
            ("Za to odpowiada Wydział Gospodarki Komunalnej, łączę.", "atr"),
            ("Przełączę pana do Wydziału Komunikacji, bo oni wydają dowody rejestracyjne.", "atr"),
            ("Połączę panią z kierowniczką, która podejmuje takie decyzje.", "atr"),
            ("Za śmieci odpowiada Departament Gospodarki Komunalnej, przełączę pana.", "atr"),
            ("Sprawami meldunku zajmuje się Referat Ewidencji Ludności, zaraz połączę.", "atr"),
            ("Połączę panią z panem Nowakiem, on prowadzi tę sprawę.", "atr"),
            ("Przełączam do kasy, żeby potwierdzili wpłatę.", "atr"),
            ("Przekieruję panią do Urzędu Stanu Cywilnego w sprawie aktu urodzenia.", "atr"),
            ("Łączę z inspektor Kowalską, ona wyjaśni, jakie dokumenty są potrzebne.", "atr"),
            ("Tymi dodatkami zajmuje się koleżanka Ewa, przełączam panią do niej.", "atr"),
            ("Najlepiej odpowie na to Wydział Podatków, więc łączę z nimi.", "atr"),
            ("Przełączę pana do koleżanki, która zna tę sprawę.", "atr"),
            ("Pomoże panu straż miejska, łączę, bo oni mają dyżur.", "atr"),
        ]);
    }

    #[test]
    fn a_colleague_may_be_told_beforehand() {
        all(&[
            ("Zanim odbierze, przekażę mu, o co chodzi, żeby nie musiał pan powtarzać.", "c"),
            ("Wprowadzę koleżankę w temat i od razu panią przełączam.", "atc"),
        ]);
    }

    #[test]
    fn what_is_no_transfer() {
        all(&[
            ("Włączam panią na głośnik, bo muszę mieć wolne ręce do pisania.", ""),
            ("Moment, przełączę na głośnik, bo obie ręce mam zajęte.", ""),
            ("Czy mogę przełączyć pana na głośnomówiący?", ""),
            ("Nie mam jak przełączyć, to inny budynek.", ""),
            ("Niestety nie mogę pani przełączyć.", ""),
            ("Przełączyłem, ale wróciło do mnie.", ""),
            ("Łączę wyrazy szacunku.", ""),
            ("Rozumiem, no to nie jest całkiem moja działka, proszę pani.", ""),
            ("Aha, no to momencik.", ""),
            ("Proszę włączyć komputer.", ""),
            ("Wniosek trzeba złożyć w kancelarii, bo oryginał musi być podpisany.", ""),
            ("Dzień dobry, Departament Architektury, Paweł Jurczuk, słucham.", ""),
            ("Dołączę to do akt sprawy.", ""),
            ("Proszę się rozłączyć i zadzwonić ponownie.", ""),
            ("Rozłączę się teraz, do widzenia.", ""),
            ("Włączę komputer.", ""),
            ("Proszę dołączyć kopię umowy.", ""),
            ("Podłączymy wodę w czwartek.", ""),
            ("Prowadzi pani działalność gospodarczą?", ""),
            ("Dzień dobry, Wydział Komunikacji, inspektor Nowak, słucham panią.", ""),
            ("Zajmuję się tym od lat.", ""),
            ("Łączna kwota to sto złotych.", ""),
            ("Przekażę pana uwagi kierownikowi.", ""),
            ("Proszę nas połączyć z burmistrzem.", ""),
            ("Czy ktoś pana już przełączał?", ""),
            ("Przełączyli panią do mnie niepotrzebnie.", ""),
            ("Gdybym pana przełączył, to tylko straci pan czas.", ""),
            ("Niestety nie mogę połączyć, centrala nie działa.", ""),
            ("Połączenie jest słabe.", ""),
            ("Decyzję wydaje prezydent miasta.", ""),
        ]);
    }
}
