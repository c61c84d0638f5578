//! The phrases of calling back.

/// The office is to call; `true` where only a time shows that a call to this caller is meant.
pub(super) const PROMISES: &[(&str, bool)] = &[
    ("(oddzwonię!|oddzwonimy!|odzwonię!|odzwonimy!)", false),
    (
        "(przekręcę!|zakręcę!|brzdęknę!|wydzwonię!|dryndnę!|przedryndam!|zadryndam!|wrócę! z (informacją|odpowiedzią|telefonem)) ~3 do (pana!|pani!|państwa!)",
        false,
    ),
    ("do (pana!|pani!|państwa!) ~3 (przekręcę!|zakręcę!|brzdęknę!|wydzwonię!|dryndnę!|przedryndam!|zadryndam!)", false),
    ("(dam!|damy!) ~2 znać", true),
    ("(odezwę!|odezwiemy!) ~3 się", true),
    ("(zgłoszę!|zgłosimy!) się ~2 (do (pana!|pani!|państwa!)|telefonicznie)", true),
    ("się ~1 (odezwę!|odezwiemy!)", true),
    (
        "(zadzwonię!|zadzwonimy!|zatelefonuję!|zatelefonujemy!|przedzwonię!|przedzwonimy!) ~3 do (pana!|pani!|państwa!|ciebie|was!)",
        false,
    ),
    (
        "do (pana!|pani!|państwa!) ~3 (zadzwonię!|zadzwonimy!|zatelefonuję!|zatelefonujemy!|przedzwonię!|przedzwonimy!)",
        false,
    ),
    ("(zadzwonię!|zadzwonimy!|zatelefonuję!|zatelefonujemy!|przedzwonię!|przedzwonimy!)", true),
    (
        "(zadzwonię!|zadzwonimy!|zatelefonuję!|przedzwonię!) ~3 (z informacją|z odpowiedzią|i (powiem|podam|przekażę|potwierdzę|wyjaśnię|poinformuję|dam znać))",
        false,
    ),
    ("(skontaktuję!|skontaktujemy!|skontaktuje) się ~3 z (panem|panią|państwem)", false),
    ("z (panem|panią|państwem) ~2 (skontaktuję!|skontaktujemy!|skontaktuje)", false),
    ("(skontaktuję!|skontaktujemy!) się ~2 telefonicznie", false),
    ("(skontaktuję!|skontaktujemy!|odezwę!|odezwiemy!) się", true),
    ("(odezwę!|odezwiemy!) się ~2 do (pana|pani|państwa)", false),
    ("się ~1 do (pana|pani|państwa) ~2 (odezwę!|odezwiemy!)", false),
    ("do (pana|pani|państwa) ~2 się (odezwę!|odezwiemy!)", false),
    (
        "(mogę!|możemy!|postaram się|postaramy się|spróbuję!|obiecuję!|zobowiązuję się|będę!|będziemy!|chciał*|muszę!|czy mam) ~3 (oddzwonić!|oddzwaniać|oddzwonił!|oddzwoniła!)",
        false,
    ),
    (
        "(mogę!|możemy!|postaram się|postaramy się|spróbuję!|obiecuję!|będę!|będziemy!|chciał*|czy mam) ~3 (zadzwonić!|zatelefonować|dzwonić!|dzwonił!|dzwoniła!|przedzwonić) ~2 do (pana|pani|państwa)",
        false,
    ),
    (
        "(mogę!|możemy!|postaram się|postaramy się|spróbuję!|obiecuję!|będę!|będziemy!) ~3 (zadzwonić!|zatelefonować|dzwonić!|dzwonił!|dzwoniła!|przedzwonić)",
        true,
    ),
    (
        "(kolega!|koleżanka!|kierowni*|naczelni*|dyrektor*|inspektor*|podinspektor*|ktoś!|pracownik!|pracownica!|specjalist*|konsultant*|urzędni*|sekretar*|geodet*|architekt*|współpracowni*|szef!|szefowa!|referent*|burmistrz|prezydent) ~4 (oddzwoni!|(zadzwoni!|zatelefonuje!) ~1 do (pana!|pani!|państwa!)|skontaktuje! się|odezwie! się)",
        false,
    ),
    ("(oddzwoni!|zadzwoni!|zatelefonuje!|przedzwoni!|odezwie! się) ~2 do (pana!|pani!|państwa!)", false),
    ("do (pana!|pani!|państwa!) ~2 (oddzwoni!|zadzwoni!|zatelefonuje!|przedzwoni!)", false),
    (
        "(poproszę!|przekażę!|przekazuję!|powiem!|zostawię!|zlecę!) ~6 (żeby|aby|by) ~4 (oddzwonił!|oddzwoniła!|zadzwonił!|zadzwoniła!|skontaktował!|skontaktowała!)",
        false,
    ),
    ("(dam!|damy!) ~3 znać ~2 (telefonicznie|przez telefon|telefonem)", false),
    ("(telefonicznie|przez telefon) ~2 (dam!|damy!) ~2 znać", false),
    ("(poinformuję!|powiadomię!|zawiadomię!|poinformujemy!|powiadomimy!) ~4 telefonicznie", false),
    ("(umówmy się|umawiamy się|umówimy się|jesteśmy umówieni) ~3 na (telefon|rozmowę)", true),
    ("(proszę|może {pan}) ~3 (oczekiwać|czekać|spodziewać się) ~3 (telefonu|na telefon)", true),
];

/// Who is served in person.
macro_rules! visitor {
    () => {
        "(klient*|interesant*|petent*|mieszkańca!|mieszkankę!|mieszkańców!|rodzic*|narzeczon*|wnioskodaw*|kogoś!|ktoś!|osobę!|osoba!|osoby!|ludzi!|ludzie!|człowiek!|człowieka!|mama!|mamę!|matka!|matkę!|dzieckiem!|dziećmi!|gości!|kolejkę!|kolejka!|małżeństwo)"
    };
}

/// The agent serves somebody in person, or cannot talk now.
pub(super) const CANNOT_TALK: &[&str] = &[
    "nie ~1 (mogę!|możemy!|jestem w stanie|mam jak|dam rady|bardzo mogę) ~4 (rozmawiać!|porozmawiać!)",
    "nie ~1 (mogę!|możemy!) ~3 (odpowiedzieć|pomóc|zająć) ~2 (teraz|w tej chwili|bo mam|bo obsługuję|bo jestem)",
    "(teraz|w tej chwili|obecnie|akurat) ~2 nie ~1 (mogę!|dam rady) ~2 (mówić|pomóc|odpowiedzieć|się zająć)",
    "(trudno|ciężko|niezręcznie) mi ~2 (teraz|w tej chwili) rozmawiać",
    "(trudno|ciężko|niezręcznie) mi ~2 rozmawiać ~1 (teraz|w tej chwili)",
    "nie mam ~1 (teraz|w tej chwili|akurat) ~1 (czasu|możliwości|jak)",
    "(teraz|w tej chwili|akurat) ~1 nie mam ~1 (czasu|możliwości|jak rozmawiać)",
    concat!("(obsługuję!|przyjmuję!) ~4 ", visitor!()),
    "(którego|którą|których|których właśnie) (obsługuję!|przyjmuję!)",
    "(obsługuję!|przyjmuję!) ~1 (pana!|panią!|państwa!)",
    "(właśnie|teraz|w tej chwili|akurat|aktualnie|obecnie) ~3 (obsługuję!|przyjmuję!)",
    "(obsługuję!|przyjmuję!) ~2 (właśnie|teraz|w tej chwili|akurat|aktualnie|obecnie)",
    "(jestem|jesteśmy) ~2 (w trakcie|w czasie|podczas|przy) ~1 (obsług*|obsłudze|rozmow*|spotkan*|zebran*|narad*|przyjmowan*)",
    "(jestem|jesteśmy) ~2 (zajęty!|zajęta!|zajęci!)",
    "(jestem|jesteśmy) ~2 na (zebraniu|naradzie|spotkaniu|szkoleniu)",
    concat!("(mam!|mamy!) ~3 (przy|przed|u|tu|tutaj|teraz|właśnie|akurat|w pokoju|na miejscu) ~4 ", visitor!()),
    concat!("(mam!|mamy!) ", visitor!()),
    concat!("(mam!|mamy!) ~3 (w okienku|pod okienkiem|na krześle|w kolejce) ~2 ", visitor!()),
    concat!("(wszedł!|weszła!|weszli!|przyszedł!|przyszła!|przyszło!|przyszli!) ~2 do (mnie|nas) ~3 ", visitor!()),
    "muszę! ~3 (zająć się|obsłużyć|przyjąć) ~1 (nim|nią|nimi|klient*|interesant*|petent*)",
    "(mam!|mamy!) ~4 (przy biurku|przy okienku|przy stanowisku|naprzeciwko)",
    concat!(
        "(siedzi!|stoi!|czeka!|jest!|siedzą!|stoją!|czekają!) ~3 (u mnie|przede mną|przy mnie|przy moim|przy biurku|przy okienku|przy ladzie|naprzeciwko|naprzeciw|przy stanowisku|mi) ~4 ",
        visitor!()
    ),
    concat!(
        visitor!(),
        " ~3 (siedzi!|stoi!|czeka!|siedzą!|stoją!|czekają!) ~2 (u mnie|przede mną|przy mnie|przy biurku|naprzeciwko)"
    ),
    "(siedzi!|stoi!|siedzą!|stoją!) ~1 (u mnie|przede mną|przy mnie|przy biurku)",
    concat!(
        "(przy okienku|przy ladzie|przy stanowisku|naprzeciwko mnie|naprzeciw mnie) ~2 (siedzi!|stoi!|siedzą!|stoją!|mam!) ~3 ",
        visitor!()
    ),
    "(jego|ją|ich) ~1 (teraz|najpierw|właśnie) ~1 (obsługuję!|przyjmuję!)",
    "muszę! ~1 (z nim|z nią|z nimi|z tym panem|z tą panią) ~1 (skończyć|dokończyć)",
    "(u mnie|przede mną|przy biurku) ~1 (siedzi!|stoi!|siedzą!|stoją!) ~2",
    "(mam!|mamy!) ~1 (teraz|właśnie|akurat|w tej chwili) ~2 (zebranie|naradę|spotkanie|szkolenie|wizytę)",
    "(trwa!|mamy! trwając*) ~2 (zebranie|narada|spotkanie)",
];

/// The agent asks for a number to call, or settles on the one shown.
pub(super) const ASKS_NUMBER: &[&str] = &[
    "(proszę|poproszę|prosić|poprosić|prosił*|podać|poda|podyktować|podyktuje|zostawić|zostawi|zapiszę|zapisać|zanotuję|potrzebuję|wezmę|wziąć) ~4 (numer ~1 (telefonu|kontaktowy|komórkowy|komórki|stacjonarny|do {pan}|pod który*|na który)|numer $|numer ^|(swój|pani|pana|państwa|jakiś) numer|telefon kontaktowy|telefon do ({pan}|siebie)|telefon $|telefon ^|kontakt $|kontakt ^|kontakt do|kontakt telefoniczny|namiar*)",
    "(jaki|jakie|który) ~3 ({pan} (numer|telefon)|(numer|telefon) ~1 (kontaktowy|telefonu|do {pan}|komórkowy))",
    "(jaki|który) ~2 numer ~2 (oddzwonić|zadzwonić|dzwonić|złapać)",
    "(na|pod) (jaki|jakim|który|którym) ~1 (numer|numerem|telefon|telefonem) ~4 (oddzwonić|zadzwonić|dzwonić|złap*|zasta*|uchwytn*|dostępn*|skontaktować|oddzwonię|zadzwonię)",
    "(pod jakim|pod którym) ~3 (złapię|zastanę|złapać|zastać)",
    "(numer|telefon) ~1 (pod|na) (którym|który|jakim|jaki) ~4 (złapię|zastanę|złapać|oddzwonić|zadzwonić|oddzwonię|zadzwonię|zastać|dzwonić|skontaktować)",
    "^ [a] (numer|telefon) ~1 (telefonu|kontaktowy|do {pan}) ~2 ?",
    "(oddzwonić|oddzwonię!|zadzwonić|zadzwonię!|dzwonić|oddzwonimy!) ~4 (na|pod) (ten|tym|ten sam|pani|pana|państwa) ~1 (numer*|telefon*)",
    "(oddzwonić|oddzwonię!|zadzwonić|zadzwonię!|oddzwonimy!) ~4 (na|pod) numer ~1 (z którego|który)",
    "numer ~3 (wyświetlił*|wyświetla|widzę)",
    "(widzę|wyświetla mi się|wyświetlił mi się) ~2 numer",
    "(czy|to) ~2 (aktualny|dobry|właściwy) numer ~2 (telefonu|kontaktowy|do)",
];

/// The other side is asked to call.
pub(super) const INVITES: &[&str] = &[
    "(proszę|niech {pan}|prosiłbym|prosiłabym|prosimy|zapraszam|może {pan}|mogłaby {pan}|mógłby {pan}|zechce {pan}) ~6 (zadzwonić|dzwonić|przedzwonić|zadzwoni!|dzwoni!|oddzwonić|oddzwoni!|zatelefonować|spróbować|próbować|spróbuje!|przyjść!|podejść!|kontakt|telefon)",
    "(zadzwoni!|oddzwoni!|przedzwoni!) {pan}",
    "{pan} ~1 (zadzwoni!|oddzwoni!|przedzwoni!)",
    "(umówmy się|umawiamy się|umówimy się|jesteśmy umówieni|umówieni|umówione)",
    "(będę|jestem) ~2 (wolny!|wolna!|dostępny!|dostępna!)",
];

/// Somebody proposes a time.
pub(super) const PROPOSES: &[&str] = &[
    "(może|mogę|możemy|mógłby!|mogłaby!|mogłoby!|mogliby!|da się)",
    "(wolał*|wolę|lepiej|raczej|wygodniej|najlepiej|wolelibyśmy)",
    "(pasuje|pasował*|odpowiada|odpowiadał*)",
    "(proszę|poproszę|prosił*|niech) ~3 (zadzwonić|oddzwonić|dzwonić|zadzwoni|oddzwoni|telefon)",
    "(zadzwonię|oddzwonię|przedzwonię|zadzwonimy)",
    "(dostępn*|osiągaln*|wolny!|wolna!) ~2 (dopiero|będę|jestem)",
    "(będę|jestem) ~1 dopiero",
    "^ (to|no to|a) ~2 ?",
];

/// What follows puts right what was said.
pub(super) const CORRECTS: &[&str] = &[
    "(lepiej|raczej|jednak|zamiast|poprawka|poprawiam)",
    "(to znaczy|przepraszam|pomyłka|pomyliłem się|pomyliłam się|albo|a może|może jednak|właściwie)",
    "^ [a] [o] nie",
    "^ [a] [ojej] [o] nie nie",
    "(przełóżmy|przesuńmy|zmieńmy|zróbmy|umówmy się)",
];

/// The agent asks when.
pub(super) const ASKS_WHEN: &[&str] = &[
    "(kiedy|o której|na którą|w jakich godzinach|jaka godzina|jaki dzień|jaka pora|o jakiej porze|w jaki dzień|do której) ~5 (zadzwonić|oddzwonić|dzwonić|pasuje|pasował*|odpowiada|odpowiadał*|wygodnie|wygodniej|złapię|zastanę|dogodn*|najlepiej|umówić)",
    "(pasuje|pasował*|odpowiada|odpowiadał*|dogodn*) ~4 (godzina|pora|termin|dzień) ~2 ?",
];

/// Agreement, at the beginning of what is said.
pub(super) const ACCEPTS: &[&str] = &[
    "^ [no] [a] [tak] (dobrze|oczywiście|tak|jasne|pasuje|zgoda|świetnie|dobra|okej|umowa|doskonale|naturalnie)",
    "^ ~2 (może być|jak najbardziej|nie ma (sprawy|problemu)|w porządku|bardzo proszę|tak zrobimy|tak zrobię|umawiamy się|jesteśmy umówieni)",
    "^ [dobrze] (zapisuję|zapisałem|zapisałam|notuję|zanotowałem|zanotowałam)",
];

/// Refusal.
pub(super) const REFUSES: &[&str] = &[
    "(niestety|niemożliwe|wykluczone|nie ma (mowy|szans|możliwości))",
    "nie ~2 (mogę|możemy|dam rady|damy rady|da się|pasuje|będę|będzie mnie|potrzeba|trzeba)",
    "(trudno|ciężko) ~1 (powiedzieć|mi powiedzieć|obiecać|będzie)",
    "(nie wiem|nie obiecuję|zobaczymy|różnie)",
    "^ [nie] nie dziękuję",
];
