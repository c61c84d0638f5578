//! Questions about a matter, and statements of one.

use czujka::polish::inquiry::{SURE, asks_about_matter, says_wrong_number, states_matter};
use czujka::polish::normalise::words_of;

fn check(expected: bool, rows: &str, found: impl Fn(&str) -> bool) {
    let rows = rows.lines().map(str::trim).filter(|row| !row.is_empty());
    let wrong: Vec<_> = rows.filter(|row| found(row) != expected).collect();
    assert!(wrong.is_empty(), "expected {expected}\n{}", wrong.join("\n"));
}

fn asks(said: &str) -> bool {
    asks_about_matter(&words_of(said)).is_some_and(|hit| hit.confidence >= SURE)
}

#[test]
fn details_are_asked_in_many_ways() {
    check(
        true,
        "A kiedy podpisała pani umowę?
        Czy ma pan ważne orzeczenie?
        Jaka to ulica i numer?
        Na czyje nazwisko był składany wniosek?
        Przelewem czy w kasie pani płaciła?
        A ile tej zaległości jest?
        Od kiedy nie działa?
        Proszę podać numer decyzji.
        Poproszę o numer działki.
        Proszę powiedzieć, gdzie to się stało.
        Proszę mi opisać, co się dokładnie dzieje.
        Niech pani powie, kiedy to było.
        Niech mi pan poda datę urodzenia.
        Potrzebuję numeru sprawy.
        Muszę wiedzieć, czy budynek jest w rejestrze.
        Chciałabym dopytać, do kiedy ważne jest orzeczenie.
        A umowa jest podpisana?
        Samochód był rejestrowany w Polsce?
        Dziecko ma już pesel?
        Który to budynek?
        W którym roku to było?
        Pod jakim adresem mieszka mama?
        Jak szerokie są drzwi?
        Jak dawno złożył pan wniosek?
        A do czego ten odpis jest potrzebny?
        Rozumiem. A czy ktoś panu pomaga?
        Czy mama może podpisać dokument?
        Czy jest pan właścicielem?
        To dom jednorodzinny, czy blok?
        Czy rozmawiała już pani z administracją?
        Z jakiej ulicy trzeba dowozić wnuka?
        Poproszę imię i nazwisko osoby, która składała wniosek.
        Jaki jest pana adres?
        Ma pani przy sobie tę decyzję?
        Numer się zgadza, prawda?
        czy ma pan orzeczenie
        kiedy pani złożyła wniosek
        jaka to ulica
        Przelewem czy w kasie pani płaciła, i jaka to była kwota.
        Rozumiem, a kiedy dokładnie to było.
        Proszę jeszcze o datę urodzenia syna.
        Mogłaby pani podać znak sprawy?
        Niech pan przeczyta, co jest napisane na górze.
        Prosiłabym o adres nieruchomości.
        Od kiedy chce pan zawiesić działalność?
        A dowód ma pan stary czy nowy?
        Czyli wniosek składała siostra?
        Ile osób mieszka w domu?",
        asks,
    );
}

#[test]
fn other_questions_are_not_about_the_matter() {
    check(
        false,
        "W czym mogę pomóc?
        Jak mogę pomóc?
        Co mogę dla pani zrobić?
        Czym mogę służyć?
        Czy mogę w czymś jeszcze pomóc?
        Czy coś jeszcze?
        Coś jeszcze?
        Czy to wszystko?
        Czy wszystko jest jasne?
        Czy mam to powtórzyć?
        Czy zdążyła pani zapisać?
        Rozumie pan?
        Czy ma pani jakieś pytania?
        W jakiej sprawie pan dzwoni?
        O co chodzi?
        Z kim rozmawiam?
        Kto mówi?
        Czy rozmawiam z panią Wiśniewską?
        Jaki jest pana numer telefonu?
        Pod jaki numer mam oddzwonić?
        Czy mogę prosić o numer kontaktowy?
        Kiedy mogę do pani oddzwonić?
        Czy taka godzina panu pasuje?
        Czy ten termin pani odpowiada?
        Słyszy mnie pani?
        Czy pan mnie słyszy?
        Poczeka pani chwilę?
        Czy mogę przełączyć pana na głośnomówiący?
        Tak?
        Słucham?
        Dobrze?
        Prawda?
        Halo?
        No i co ja mam z tym zrobić?
        Co pani sobie myśli?
        A co mnie to obchodzi?
        Sprawdzę, czy mamy to zgłoszenie.
        Zobaczę, kiedy decyzja została wysłana.
        Nie wiem, gdzie to jest.
        Zapytam koleżankę, czy mamy je w aktach.
        Zależy, ile to ma metrów.
        Powiem panu, jak to jest.
        Podatek płaci ten, kto z niego korzysta.
        Na drugiej stronie jest okres, na jaki je wydano.
        Proszę wziąć umowę, dowód rejestracyjny i polisę.
        Proszę wpisać dwie osoby i datę wyprowadzki.
        Proszę o chwilę cierpliwości.
        Proszę mówić.
        Proszę powiedzieć mężowi, że decyzja jest gotowa.
        Wniosek trzeba złożyć osobiście.
        Huśtawka jest zamówiona, montaż planujemy w maju.
        Jak mówiłam, opłata jest jednorazowa.
        Do widzenia.",
        asks,
    );
}

#[test]
fn a_matter_is_told_from_a_greeting() {
    let states = |said: &str| states_matter(&words_of(said)).is_some();
    check(
        true,
        "Dzień dobry, ja w sprawie karty parkingowej.
        Dzień dobry, chciałbym zapytać o podatek.
        Chciałam zgłosić awarię lampy.
        Dzień dobry, mam pytanie o dowód.
        Zgubiłem dowód.
        Chodzi o decyzję za śmieci.
        Kupiłam samochód od sąsiada i nie wiem, co dalej.
        Czy można złożyć wniosek przez internet?
        Potrzebuję odpisu aktu urodzenia.
        Lampa pod naszym blokiem nie świeci od tygodnia.
        Dostałem upomnienie za podatek.
        Gdzie mogę odebrać worki?",
        states,
    );
    check(
        false,
        "Dzień dobry.
        Halo?
        Halo, słucham, kto mówi?
        Dzień dobry, z kim rozmawiam?
        Czy dodzwoniłam się do urzędu miasta?
        Dzień dobry pani.
        Tak, słucham.
        Do widzenia.",
        states,
    );
}

#[test]
fn a_wrong_number_is_no_matter() {
    let wrong = |said: &str| says_wrong_number(&words_of(said)).is_some();
    check(true, "To pomyłka.\nŹle się pani dodzwoniła.\nChyba pomylił pan numer.", wrong);
    check(false, "Pomyłkowo naliczono podatek.\nProszę podać numer.\nDobrze, że pan zadzwonił.", wrong);
}
