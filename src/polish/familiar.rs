//! The second person singular: forms of verbs and pronouns that Polish keeps for people one calls by
//! their first names. Told by letters, not by sound: "przekaż" and "przekażę" differ by little else.

use super::normalise::Token;

/// Orders to one person, as a stem that the whole word must be. Those that are told from the first
/// person by a final "ę" alone, which a recogniser may drop, are in [`NEAR_MINE`].
const ORDERS: &str = "weź weźże daj dajże powiedz powiedzże podaj przynieś zanieś odnieś wnieś połóż odłóż przełóż załóż \
zostaw zrób rób sprawdź zadzwoń oddzwoń przedzwoń dzwoń zapytaj spytaj pytaj dopytaj poszukaj szukaj idź pójdź chodź chodźże leć lećże biegnij podejdź \
wejdź wyjdź przyjdź zejdź odejdź siadaj usiądź wstań poczekaj zaczekaj czekaj słuchaj posłuchaj zamknij otwórz przymknij ścisz przycisz \
wycisz przestań skończ wydrukuj drukuj skseruj zeskanuj skanuj odbierz zabierz bierz wybierz przebierz pozbieraj zbieraj oddaj przekaż \
wyślij prześlij odeślij nadaj pamiętaj zapomnij bądź uważaj pomóż mów kup zamów przesuń dosuń odsuń przypomnij umów odezwij trzymaj potrzymaj \
zgaś zapal dorzuć wrzuć rzuć wyrzuć podrzuć wyjmij znajdź pożycz spójrz popatrz zerknij rzućże zajrzyj obejrzyj otwieraj zamykaj krzycz \
przeszkadzaj gadaj śmiej uspokój wyobraź włącz zmień popraw wytrzyj posprzątaj umyj ugotuj nalej zrzuć dodaj dopilnuj pilnuj zajmij \
obsłuż przyjmij przełącz połącz odłącz podłącz naciśnij kliknij zaloguj wyloguj wrzućże ustaw przestaw postaw odstaw stój czekajże \
załatw zastąp zostań ucisz przyprowadź zaprowadź odprowadź zawołaj wołaj poproś proś zaproś skocz wpadnij zajdź wracaj wróć przyjedź jedź \
przejdź przynieśże sięgnij wyciągnij schowaj pokaż zapisz napisz dopisz podpisz zobacz patrz";

/// Orders that a lost "ę" makes of "I will do it": "pokażę", "zapiszę", "patrzę".
const NEAR_MINE: &str = "przekaż pokaż zapisz napisz dopisz podpisz zobacz patrz włącz wycisz przycisz skończ krzycz popatrz \
przełącz połącz odłącz podłącz pożycz wyłącz";

/// What a statement or a question to one person has in the present or the future.
const STATEMENTS: &str = "masz wiesz chcesz możesz musisz idziesz pójdziesz widzisz robisz zrobisz dasz powiesz weźmiesz przyjdziesz \
wychodzisz przychodzisz wracasz wrócisz jesz zjesz pijesz zamawiasz pamiętasz znasz słyszysz słuchasz rozumiesz myślisz siedzisz idzisz \
potrzebujesz szukasz dzwonisz zadzwonisz oddzwonisz odbierzesz bierzesz kończysz skończysz zaczynasz pracujesz mówisz czekasz poczekasz \
zaczekasz pomożesz sprawdzisz znajdziesz przyniesiesz podasz oddasz zostajesz zostaniesz wolisz lubisz będziesz jedziesz pojedziesz \
przekażesz wyślesz napiszesz podpiszesz zapiszesz wydrukujesz kupisz zapytasz spytasz zostawisz położysz zamkniesz otworzysz obsłużysz \
przyjmiesz zajmiesz skoczysz wpadniesz wyjdziesz wejdziesz podejdziesz bywasz trzymasz piszesz czytasz patrzysz żartujesz sądzisz uważasz \
dostałabyś przesadzasz zdążysz przejmiesz weźmiesz usiądziesz przełączysz znikasz wybierasz odbierasz prowadzisz obsługujesz przyjmujesz załatwiasz załatwisz gadasz";

/// Pronouns of one person called by their first name. "Ci" and "cię" are too short to be sure of.
const PRONOUNS: &str = "ty ciebie tobie tobą twój twoja twoje twoją twojego twojej twojemu twoim twoich twoimi cię";

/// Endings that the past and the conditional have in the second person alone.
const PAST: [&str; 4] = ["łaś", "łeś", "łabyś", "łbyś"];

/// "So that you", "if you", "are you".
const LINKED: &str = "żebyś abyś gdybyś jakbyś jesteś jesteśże byłbyś byłabyś chciałbyś chciałabyś mógłbyś mogłabyś";

/// How a word speaks to one person called by their first name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Familiar {
    /// An order: "podaj".
    Order,
    /// An order, or a first person whose ending was lost.
    OrderOrMine,
    /// A word that ends as orders do, and few others: "domknij", "otrzepuj".
    OrderByEnding,
    /// A word that ends as "idziesz" does; so does much that is made out badly.
    StatementByEnding,
    /// "Idziesz", "wzięłaś", "żebyś".
    Statement,
    /// "Twoje", "ciebie".
    Pronoun,
}

/// How a token speaks to one person called by their first name, if it does.
pub(super) fn familiar(token: &Token) -> Option<Familiar> {
    let text = token.text.as_str();
    let among = |list: &str| list.split_whitespace().any(|word| word == text);
    if among(NEAR_MINE) {
        Some(Familiar::OrderOrMine)
    } else if among(ORDERS) {
        Some(Familiar::Order)
    } else if among(STATEMENTS)
        || among(LINKED)
        || text.chars().count() > 5 && PAST.iter().any(|end| text.ends_with(end))
    {
        Some(Familiar::Statement)
    } else if among(PRONOUNS) {
        Some(Familiar::Pronoun)
    } else if ends_as_order(text) {
        Some(Familiar::OrderByEnding)
    } else if ends_as_statement(text) {
        Some(Familiar::StatementByEnding)
    } else {
        None
    }
}

/// Endings that orders to one person have; few other words do.
fn ends_as_order(text: &str) -> bool {
    const OTHERS: &str =
        "zwyczaj obyczaj rodzaj tramwaj urodzaj mikołaj dzisiaj wczoraj przedwczoraj tutaj bodaj skraj zazwyczaj";
    let long = text.chars().count() >= 5;
    long && ["ij", "aj", "uj", "jdź", "jrz"].iter().any(|end| text.ends_with(end))
        && !OTHERS.split_whitespace().any(|word| word == text)
}

/// The ending of the second person in the present and the future; few nouns have it.
fn ends_as_statement(text: &str) -> bool {
    const OTHERS: &str = "klawisz towarzysz tomasz łukasz eliasz jonasz kalisz";
    let long = text.chars().count() >= 6;
    long && ["asz", "esz", "isz", "ysz"].iter().any(|end| text.ends_with(end))
        && !OTHERS.split_whitespace().any(|word| word == text)
}

/// Forms of address that keep their distance.
pub(super) fn formal(token: &Token) -> bool {
    matches!(
        token.text.as_str(),
        "pan"
            | "pani"
            | "panu"
            | "panią"
            | "pana"
            | "panem"
            | "państwo"
            | "państwa"
            | "państwu"
            | "państwem"
            | "panie"
            | "panowie"
            | "panów"
            | "proszę"
    )
}

/// Names as one calls a colleague: the vocative where it differs, and the short forms.
const CALLED: &str = "kasiu kaśka kaśko kasieńko basiu baśka basieńko aniu anka anko aneczko gosiu gośka małgosiu zosiu zośka krysiu kryśka jolu jolka jolko \
elu elka elżuniu olu olka oleńko madziu magdo madzia gosia beatko beato beata beatka ewo ewka ewuniu moniko monia moniczko agnieszko agusiu aguś aga agatko agato \
renatko renato reniu danusiu danusia danka danko grażynko grażyno grażka grażynka grażynki halinko halino hala haniu hanka hanko ireno irenko irka iwono iwonko iwonka joasiu joanno aśka asiu asia \
justynko justyno karolino karolinko kingo lucynko lucyno marto martusiu marysiu maryśka marysia natalko natalio olgo patrycjo paulino paulinko sylwio sylwuniu teresko tereso tereniu terenia \
urszulo ulu ula ulka wando wandziu wiesiu wiesia wiolu wiola zuziu żanetko edytko edyto dorotko doroto dorcia bożenko bożeno bożenka stasiu stasia lidko lidio lidka ilonko ilono \
alicjo alu ala alka barbaro celinko celino ewelinko ewelino emilko emilio gabrysiu gabrysia helenko heleno jagodo jadziu jadzia jagusiu janinko janino kamilo klaudio klaudia lenko leno \
marzenko marzeno mariolko mariolo mirko mirka zdzisiu wiktorio violu weroniko weronisiu marku mareczku tomku tomek tomeczku piotrku piotrek piotrusiu piotrze jurku jurek zbyszku zbyszek zbysiu staszku staszek \
krzysiu krzysiek krzyśku krzysztofie jasiu jasiek janku janek heniu heniek heniu wojtku wojtek wojciechu andrzejku andrzeju jędrek maćku maciek macieju bartku bartek bartuś rafale rafałku rafał grzesiu grzesiek grześku grzegorzu \
michale michałku paweł pawle pawełku łukaszu łukasz łuki darku darek dareczku jacku jacek adasiu adamie adaś kubo kuba jakubie kamilu mateuszu mati marcinie marcinku marcin robercie robert robciu sławku sławek \
mirku mirek wieśku wiesiek romku romek sebku seba sebastianie szymonie szymek tadziu tadek tadziku witku witek władku władek kaziu kazik kazimierzu lechu leszku leszek olku olek alku alek antku antek \
rysiek rysiu ryśku jarek jarku jaruś jarosławie wacek wacku bogdan bolek bolku zenuś franku franek artku artur arturze bogdanie boguś bogusiu czarku czarek danielu daniel dawidzie dawid dominiku irku irek arku arek karolu karol konradzie krystianie ludwiku patryku przemku przemek radku radek \
staśku stachu wiktorze zenku zenek ziutku stefciu stefku edku edek gienku gienek";

/// Names in the vocative that are nothing else: no nominative, no word of another meaning.
pub(super) fn calls_by_name(token: &Token) -> Option<bool> {
    let text = token.text.as_str();
    let called = CALLED.split_whitespace().any(|name| name == text);
    // "-iu", "-o", "-ku" only call; "Beata", "Tomek" may also be spoken of.
    let only_calls = (text.ends_with("iu") || text.ends_with('o') || text.ends_with("ku") || text.ends_with("lu"))
        && !matches!(text, "olu" | "elu" | "alu" | "ulu" | "lechu" | "mirko");
    called.then_some(only_calls)
}
