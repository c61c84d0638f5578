//! What Polish sentences mean, as said and as a recogniser mangles them.

use czujka::alert::Element;
use czujka::facts::Agent;
use czujka::polish::comprehension::comprehension_question;
use czujka::polish::farewell::{FAREWELL, farewell, goes_on};
use czujka::polish::information::{INFORMED, information};
use czujka::polish::names::{Lexicon, introduction};
use czujka::polish::normalise::words_of;
use czujka::polish::wait;
use czujka::procedure::Procedure;
use czujka::staff::Staff;

fn lexicon(procedure: &str, agent: [&str; 4]) -> Lexicon {
    let [first_name, surname, position, unit] = agent.map(|fact| (!fact.is_empty()).then(|| fact.to_owned()));
    let agent = Agent { id: "a".to_owned(), first_name, surname, position, unit };
    Lexicon::new(&Procedure::load(procedure).expect("ships"), &Staff::default(), &agent)
}

/// The elements heard, as letters: o f s p u.
fn elements(lexicon: &Lexicon, said: &str) -> String {
    let heard = introduction(&words_of(said), lexicon);
    [
        (Element::Office, 'o'),
        (Element::FirstName, 'f'),
        (Element::Surname, 's'),
        (Element::Position, 'p'),
        (Element::Unit, 'u'),
    ]
    .into_iter()
    .filter(|(element, _)| heard.iter().any(|one| one.element == *element))
    .map(|(_, letter)| letter)
    .collect()
}

fn check_introductions(lexicon: &Lexicon, rows: &[(&str, &str)]) {
    let wrong: Vec<String> = rows
        .iter()
        .filter(|(said, expected)| elements(lexicon, said) != *expected)
        .map(|(said, expected)| {
            let heard = introduction(&words_of(said), lexicon);
            format!("{said}\n  expected {expected}, heard {heard:?}")
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_staff_file_says_who_may_introduce_themselves_and_how_units_are_called() {
    let staff = Staff::parse(
        "id,first_name,surname,position,unit,short_names
a-1,Wacław,Gołąb,zarządca cmentarzy,Samodzielna Pracownia Zieleni,Zieleń Miejska
a-2,Bogna,Kozieł-Batory,,Punkt Przyjęć Odpadów,\n"
            .as_bytes(),
        "staff.csv",
    )
    .expect("valid");
    let procedure = Procedure::load("lomza").expect("ships");
    let agent = |id: &str| {
        let mut agent = Agent { id: id.to_owned(), ..Agent::default() };
        staff.complete(&mut agent, None);
        Lexicon::new(&procedure, &staff, &agent)
    };
    let known = [
        ("Rozmawia pani z Wacławem Gołębiem, zarządcą cmentarzy w Samodzielnej Pracowni Zieleni.", "fspu"),
        ("Zieleń Miejska, Wacław Gołąb, zarządca cmentarzy, słucham.", "fspu"),
        ("Gołąb, Zieleń Miejska, słucham.", "su"),
        ("Wacław, słucham.", "f"),
    ];
    check_introductions(&agent("a-1"), &known);
    // The exchange does not tell who it is.
    let nobody = agent("");
    check_introductions(&nobody, &known);
    check_introductions(
        &nobody,
        &[
            ("Dzień dobry, Bogna Kozieł-Batory, Punkt Przyjęć Odpadów.", "fsu"),
            ("Rozmawia pan z Bogną Kozieł-Batorą.", "fs"),
        ],
    );
    // Without the file neither the surname nor the short name is known to be one.
    check_introductions(&lexicon("lomza", ["", "", "", ""]), &[("Gołąb, Zieleń Miejska, słucham.", "")]);
}

#[test]
fn introductions_of_a_known_agent_are_heard_in_any_order_and_case() {
    let lexicon = lexicon("bialystok", ["Halina", "Truszkowska", "starszy specjalista", "Departament Skarbu"]);
    check_introductions(
        &lexicon,
        &[
            (
                "Dzień dobry, Urząd Miejski w Białymstoku, Departament Skarbu, starszy specjalista Halina Truszkowska.",
                "ofspu",
            ),
            (
                "Halina Truszkowska, starszy specjalista w Departamencie Skarbu Urzędu Miejskiego w Białymstoku, słucham.",
                "ofspu",
            ),
            ("Nazywam się Halina Truszkowska, jestem starszym specjalistą, dzwonię z Departamentu Skarbu.", "fspu"),
            ("Departament Skarbu, Truszkowska, słucham.", "su"),
            ("Skarb, Truszkowska, słucham.", "s"),
            ("Departament, słucham.", ""),
            ("Urząd miasta, słucham pana.", ""),
            ("Urząd, dzień dobry.", ""),
            ("Urząd Miejski, w czym mogę pomóc?", ""),
            ("Tu Halina, dzień dobry.", "f"),
            ("Mówi Halina Truszkowska.", "fs"),
            ("Dzień dobry, Halina Truszkowska, specjalista, Wydział Zdrowia i sprawd w społecznych.", "fspu"),
            ("Dzień dobry, Halina Truszkowska, wydział słuham.", "fs"),
            ("Dzień dobry, z tej strony Halina Truszkowska z Urzędu Miejskiego w Białymstoku.", "ofs"),
            ("Rozmawia pan z Haliną Truszkowską, specjalistką.", "fsp"),
            ("Starszy specjalista, słucham panią.", "p"),
            ("Dzień dobry, w czym mogę pomóc?", ""),
            ("Halo, słucham?", ""),
            // As a recogniser hears it.
            (
                "Dzień dopry, Urząd mejski w białym stoku, Departamentskarbu, starszys specjalista Halina Truskowska.",
                "ofspu",
            ),
            ("urzad miejski w białystoku departament skarpu halina truszkoska starszy spesjalista", "ofspu"),
            ("Halinatruszkowska, starszy specjalist.", "fsp"),
            ("Chalina Truszkowka, słucham.", "fs"),
        ],
    );
}

#[test]
fn what_was_said_counts_also_when_it_differs_from_the_facts() {
    let lexicon = lexicon("lomza", ["Piotr", "Bagiński", "referent", "Wydział Oświaty"]);
    check_introductions(
        &lexicon,
        &[
            ("Wydział Kultury i Sportu, Ewelina Sasinowska, inspektor, dzień dobry.", "fspu"),
            ("Dzień dobry, Straż Miejska w Łomży, dyżurny Kazimierz Wądołowski.", "fspu"),
            ("Kancelaria, słucham.", "u"),
            ("Kancelaria ogólna, podinspektor Jadwiga Rosochacka.", "fspu"),
            ("USC, Marta Zalewska, kierownik, słucham.", "fspu"),
            ("Biuro Rady Miejskiej, naczelnik Wiesław Nowak, dzień dobry.", "fspu"),
            ("Wydział Promocji, słucham.", "u"),
            ("Oświata, słucham.", ""),
            ("Sekretarz miasta Zenon Milewski, dzień dobry.", "fsp"),
            ("Urząd Stanu Cywilnego, Łucja Kos, młodszy referent.", "fspu"),
        ],
    );
    let heard = introduction(&words_of("Wydział Finansowy, Anna Kowalska, inspektor."), &lexicon);
    assert!(heard.iter().all(|one| one.differs), "{heard:?}");
    let heard = introduction(&words_of("Wydział Oświaty, Piotr Bagiński, referent."), &lexicon);
    assert!(heard.iter().all(|one| !one.differs), "{heard:?}");
    assert_eq!(heard[0].words, 0..2);
}

#[test]
fn names_of_others_are_no_introduction() {
    let lexicon = lexicon("lomza", ["Barbara", "Rogińska", "inspektor", "Wydział Komunikacji"]);
    check_introductions(
        &lexicon,
        &[
            ("Czy rozmawiam z panią Stanisławą Choińską?", ""),
            ("Czy dodzwoniłam się do pana Grabowskiego?", ""),
            ("To prowadzi pani Renata Wysocka, przełączę pana do niej.", ""),
            ("Proszę dzwonić do Wydziału Finansowego.", ""),
            ("Pan kierownik wróci po dwunastej.", ""),
            ("Proszę zapytać naczelnika.", ""),
            ("Rozumiem. A na jakiej ulicy pani mieszka?", ""),
            ("Czy wniosek podpisał pan Adam Kamiński?", ""),
            ("Proszę chwileczkę zaczekać, sprawdzę w systemie.", ""),
            ("Tak, miejskie przedszkole jest zamknięte w sierpniu.", ""),
            ("Dowód rejestracyjny będzie gotowy w maju.", ""),
            ("Inspektor mówi, że wszystko jest w porządku.", ""),
        ],
    );
}

#[test]
fn without_facts_an_introduction_is_heard_by_its_shape() {
    let lexicon = lexicon("bialystok", ["", "", "", ""]);
    check_introductions(
        &lexicon,
        &[
            ("Departament Kultury, Promocji i Sportu, Celina Perkowska, główny specjalista.", "fspu"),
            ("Urząd Miejski w Białymstoku, Biuro Prawne, radca prawny Michał Ostrowski.", "ofspu"),
            ("Dzień dobry, Zbigniew Sienkiewicz, doradca prezydenta.", "fsp"),
            ("Mówi Wojciech, słucham.", "f"),
            ("Zarząd Mienia Komunalnego, Jurczuk, słucham.", "su"),
            ("Ewidencja ludności, słucham.", ""),
            ("Arturbąkowski, podinspektor.", "fsp"),
            ("Referent Tmaszkowalczewski, dzień dobry.", "fsp"),
            ("Inspektor Marcinkowska, słucham.", "sp"),
            ("Mówi Ryszar Zalewski.", "fs"),
        ],
    );
}

fn check(rows: &[(&str, bool)], found: impl Fn(&str) -> bool) {
    let wrong: Vec<&str> =
        rows.iter().filter(|(said, expected)| found(said) != *expected).map(|(said, _)| *said).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn patience_is_asked_for() {
    check(
        &[
            ("Proszę o chwilę cierpliwości.", true),
            ("Bardzo pana proszę o cierpliwość", true),
            ("Zechce pani chwilę poczekać?", true),
            ("Czy mogłaby pani zaczekać na linii?", true),
            ("Momencik, zaraz sprawdzę.", true),
            ("Sekundkę.", true),
            ("Proszę się nie rozłączać.", true),
            ("Proszę pozostać przy telefonie.", true),
            ("Niech pan chwileczkę zaczeka.", true),
            ("Już szukam, jeszcze chwila.", true),
            ("Za minutkę wracam.", true),
            ("Proszę uzbroić się w cierpliwość", true),
            ("Da mi pani minutę?", true),
            ("Chciałbym prosić, żeby pani chwilę wytrwała przy słuchawce, prosiłbym wytrzymać.", true),
            ("Niech pani będzie łaskawa i chwilę poczeka.", true),
            ("Niech mi pan da ze dwie minuty.", true),
            ("Poczeka pan?", true),
            ("prosze o cierpliwoś", true),
            ("prosie zaczekać sprawdzam w systemie", true),
            ("chwilecke", true),
            ("Proszęo cierpliwość", true),
            ("Dziękuję za cierpliwość.", false),
            ("Dziękuję, że pan zaczekał.", false),
            ("Przez chwilę nie było prądu.", false),
            ("W tej chwili nie mogę rozmawiać.", false),
            ("Kierownik wyszedł przed chwilą.", false),
            ("Proszę spokojnie szukać, ja poczekam.", false),
            ("Sprawdzę to w ewidencji.", false),
            ("Proszę poczekać z wnioskiem do środy.", false),
            ("Proszę zaczekać na list polecony.", false),
            ("Proszę zaczekać na linii", true),
            ("Pójdę ją przynieść, a pani niech cierpliwie posiedzi przy słuchawce.", true),
            ("Puszczę muzyczkę, a pan niech się nie niecierpliwi i na mnie poczeka.", true),
            ("Film trwa dziewięćdziesiąt trzy sekundy.", false),
            ("Proszę czekać na decyzję, przyjdzie pocztą.", false),
            ("Dzień dobry, w czym mogę pomóc?", false),
        ],
        |said| wait::asks_patience(&words_of(said)).is_some(),
    );
}

#[test]
fn a_reason_for_waiting_is_given() {
    check(
        &[
            ("Zaraz zajrzę do akt.", true),
            ("Muszę zapytać kierowniczkę.", true),
            ("Pójdę po segregator.", true),
            ("Wyszukam pani sprawę w ewidencji.", true),
            ("Program mi się zawiesił.", true),
            ("Komputer długo się ładuje.", true),
            ("Łączę z Wydziałem Finansowym.", true),
            ("Już liczę, ile wyjdą odsetki.", true),
            ("Wpisuję numer działki.", true),
            ("Spróbuję się dowiedzieć u koleżanki.", true),
            ("Przejrzę tylko pani wniosek.", true),
            ("Drukuję zaświadczenie.", true),
            ("Skonsultuję to z prawnikiem.", true),
            ("Proszę zaczekać, bo mam otwarte dwa rejestry.", true),
            ("sprawdze to f systemie", true),
            ("muszę zapytać kole żankę", true),
            ("zajże do rejestru", true),
            ("Proszę chwileczkę poczekać.", false),
            ("Momencik.", false),
            ("Proszę sprawdzić w domu.", false),
            ("Sprawdziłam, wszystko się zgadza.", false),
            ("W jakiej sprawie pani dzwoni?", false),
            ("Wniosek trzeba złożyć do piątku.", false),
            ("Wydział Spraw Społecznych, dzień dobry.", false),
            ("Nie znajdę tego dzisiaj.", false),
            ("Do zobaczenia we wtorek.", false),
        ],
        |said| wait::gives_reason(&words_of(said)).is_some(),
    );
}

#[test]
fn time_is_left_to_the_caller_and_taken_by_them() {
    check(
        &[
            ("Proszę się nie śpieszyć.", true),
            ("Proszę spokojnie poszukać.", true),
            ("Mam czas, zaczekam.", true),
            ("Proszę bardzo.", true),
            ("Bez pośpiechu, ja poczekam.", true),
            ("Sprawdzę to w systemie.", false),
            ("Opłata wynosi siedemnaście złotych.", false),
        ],
        |said| wait::invites_to_take_time(&words_of(said)).is_some(),
    );
    check(
        &[
            ("Już szukam, niech pani poczeka.", true),
            ("Zaraz przyniosę tę kartkę.", true),
            ("Momencik, tylko wezmę okulary.", true),
            ("Gdzieś tu położyłem ten list.", true),
            ("Sekundkę.", true),
            ("Muszę znaleźć długopis.", true),
            ("Tak, jutro mi pasuje.", false),
            ("Dziękuję, do widzenia.", false),
            ("Mieszkam na Antoniuku.", false),
        ],
        |said| wait::announces_own_search(&words_of(said)).is_some(),
    );
}

#[test]
fn questions_are_told_from_statements() {
    check(
        &[
            ("Czy ma pan dowód", true),
            ("A kiedy pani to składała", true),
            ("W którym roku", true),
            ("Pod jakim adresem", true),
            ("Proszę podać numer sprawy", true),
            ("Poproszę o imię i nazwisko", true),
            ("Zgadza się?", true),
            ("Opłata wynosi sto złotych", false),
            ("Rozumiem", false),
            ("Dziękuję bardzo", false),
        ],
        |said| wait::is_question(&words_of(said)).is_some(),
    );
}

#[test]
fn farewells_are_heard_and_greetings_are_not() {
    check(
        &[
            ("Do widzenia.", true),
            ("No to do widzenia panu", true),
            ("Dziękuję, do usłyszenia.", true),
            ("do zobaczenia w czwartek", true),
            ("Miłego dnia.", true),
            ("Spokojnego popołudnia życzę", true),
            ("Żegnam panią.", true),
            ("Kłaniam się.", true),
            ("Zostańcie z Bogiem.", true),
            ("Z Bogiem.", true),
            ("Wszystkiego dobrego.", true),
            ("dowidzenia", true),
            ("do widzeni", true),
            ("to widzenia", true),
            ("do usłyszeni", true),
            ("Dzień dobry.", false),
            ("Dzień dobry, dzień dobry pani.", false),
            ("Na razie proszę tylko o zgodę sąsiada.", false),
            ("To wszystko, co wiem.", false),
            ("Do jutra trzeba to złożyć.", false),
            ("Widzę, że brakuje podpisu.", false),
            ("Proszę przyjść do urzędu.", false),
            ("To chyba wszystko.", false),
            ("Polecamy się na przyszłość.", false),
            ("Do złożenia wniosku potrzebny jest dowód.", false),
        ],
        |said| farewell(&words_of(said)).is_some_and(|hit| hit.confidence >= FAREWELL),
    );
    let weak = farewell(&words_of("Nie, to wszystko, dziękuję.")).expect("a sign");
    assert!(weak.confidence < FAREWELL);
    assert_eq!(farewell(&words_of("Dziękuję, do widzenia pani.")).expect("one").words, 1..3);
    assert!(goes_on(&words_of("A, jeszcze jedno pytanie.")));
    assert!(!goes_on(&words_of("Do widzenia.")));
}

#[test]
fn information_is_told_from_everything_else() {
    check(
        &[
            ("Wniosek trzeba złożyć osobiście.", true),
            ("Nie trzeba, sama to zapiszę.", false),
            ("Proszę mi odczytać numer decyzji, jest na dole.", false),
            ("Dopytam kierownika, czy termin jest jeszcze wolny.", false),
            ("Jesteśmy umówieni, środa, godzina dziesiąta.", false),
            ("Proszę przynieść akt urodzenia.", true),
            ("To kosztuje siedemdziesiąt złotych.", true),
            ("Ma pani na to czternaście dni.", true),
            ("Pokój numer osiem, pierwsze piętro.", true),
            ("Wystarczy zwykłe pismo.", true),
            ("Przysługuje pani dodatek mieszkaniowy.", true),
            ("Taka altana nie wymaga pozwolenia.", true),
            ("Decyzja została wysłana w poniedziałek.", true),
            ("Kasa jest czynna do piętnastej.", true),
            ("Nie musi pan niczego płacić.", true),
            ("Zaświadczenie wydajemy od ręki.", true),
            ("Niech pani wpisze numer telefonu i wyśle pocztą.", true),
            ("tszeba złożyć fniosek do końca maja", true),
            ("opłata wynosi siedem naście złotyh", true),
            ("Nie mogę teraz rozmawiać, mam interesanta.", false),
            ("Oddzwonię do pani jutro o dziewiątej.", false),
            ("Przełączę pana do Wydziału Komunikacji.", false),
            ("Tym zajmuje się koleżanka, połączę panią.", false),
            ("To pomyłka, tu jest przychodnia.", false),
            ("Proszę zadzwonić później.", false),
            ("Czy wniosek trzeba było podpisać?", false),
            ("Kiedy pani złożyła wniosek?", false),
            ("Rozumiem, a na kiedy i na którą godzinę jest zaplanowany ten ślub.", false),
            ("A do której pani pracuje i na jaki adres trzeba to wysłać.", false),
            ("To wniosek trzeba złożyć osobiście.", true),
            ("Proszę o chwilę cierpliwości.", false),
            ("Sprawdzę to w systemie.", false),
            ("Dzień dobry, Wydział Oświaty, słucham.", false),
            ("Jaki jest pana numer telefonu?", false),
            ("Rozumiem.", false),
            ("Do widzenia, miłego dnia.", false),
            ("Dziękuję za telefon.", false),
        ],
        |said| information(&words_of(said)).is_some_and(|hit| hit.confidence >= INFORMED),
    );
}

#[test]
fn nothing_is_found_in_nothing() {
    for said in ["", "…", "yyy", "?", "1 2 3"] {
        let words = words_of(said);
        assert!(farewell(&words).is_none() && wait::asks_patience(&words).is_none());
        assert!(comprehension_question(&words).is_none());
        assert!(introduction(&words, &lexicon("lomza", ["", "", "", ""])).is_empty());
        assert!(information(&words).is_none_or(|hit| hit.confidence < INFORMED));
    }
}
