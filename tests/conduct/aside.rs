//! Words for somebody else in the room, told from words for the caller.

use czujka::polish::aside::{ASIDE, answers_somebody_near, keeps_distance, on_first_name_terms, to_somebody_else};
use czujka::polish::normalise::words_of;

fn check(aside: bool, rows: &str) {
    let rows = rows.lines().map(str::trim).filter(|row| !row.is_empty());
    let heard = |row: &&str| to_somebody_else(&words_of(row)).is_some_and(|hit| hit.confidence >= ASIDE);
    let wrong: Vec<_> = rows.filter(|row| heard(row) != aside).collect();
    assert!(wrong.is_empty(), "expected aside: {aside}\n{}", wrong.join("\n"));
}

#[test]
fn colleagues_get_orders_and_are_asked_familiarly() {
    check(
        true,
        "Beata, weź te pieczątki od kierowniczki.
        Powiedz jej, że oddzwonię po dwunastej.
        Kasiu, podaj mi ten segregator.
        Kasiu, podaj mi proszę ten segregator.
        Podaj mi nożyczki.
        Renata, ta teczka idzie na górę, do naczelniczki, nie tutaj.
        Zenek, ten próg na Kraska to my dajemy w maju czy dopiero po wakacjach?
        Wiesz może, gdzie jest klucz do archiwum?
        Idziesz na obiad?
        A ty idziesz z nami na kawę?
        Połóż to tam, na parapecie.
        Zostaw to na biurku, zaraz podpiszę.
        Daj mi minutę, rozmawiam.
        Nie teraz, rozmawiam.
        Nie widzisz, że rozmawiam?
        Ciszej tam, bo nie słyszę.
        Dziewczyny, trochę ciszej.
        Dziewczyny, kto zamawia pierogi?
        Zamknij drzwi, bo wieje.
        Możesz zamknąć okno?
        Masz długopis?
        Gdzie położyłaś te akta?
        Dzwoniłeś do sekretariatu?
        Wzięłaś moją pieczątkę?
        Marek, masz chwilę?
        Marku, kierownik cię szuka.
        Słuchaj, a gdzie jest ta decyzja?
        Poczekaj, zaraz kończę, mam kogoś na linii.
        Zrobić ci kawę?
        Dam ci to po południu.
        Tomek, przynieś papier do drukarki.
        Zosiu, kto prowadzi dodatki?
        Aga, odbierz drugi telefon.
        Powiedz panu Sadowskiemu, żeby poczekał.
        Powiedz pani, że zaraz przyjdę.
        Przekaż kierowniczce, że będę po dziesiątej. Zrobisz to?
        Weź drugi telefon, bo ja rozmawiam.
        Idź już, dogonię cię.
        Twoja trzynasta już przyszła.
        Chodź tu na chwilę.
        Pamiętasz, jak się nazywał ten geodeta?
        Wydrukuj mi jeszcze jeden egzemplarz.
        Zapytaj Renatę, ona to prowadzi.
        Jesteś jutro w pracy?
        Niech pan poczeka na korytarzu, zaraz pana poproszę.
        Proszę zamknąć drzwi.
        Zaraz do pana podejdę, tylko skończę rozmowę.
        Zosia, ile bierzesz tych pierogów?
        Krysiu, nie ma go, powiedz, że jest na zebraniu.
        Nie, nie, ta teczka leży na szafie, sama zobacz.
        No mówię ci, że dzisiaj nie mogę.
        Tak, Basiu, zaraz ci to dam.
        Pani Jadziu, proszę zamknąć okno.
        Momencik, Ewa, daj mi tę listę z wczoraj.
        Ścisz trochę.
        Pokaż mi ten druk.
        Kończysz dziś o trzeciej?
        Widziałaś wczoraj ten mecz?
        Marzena, gdzie są te druki o dodatek?
        Słuchajcie, ja za pięć minut kończę.
        Poproszę z cukrem, dzięki, postaw tutaj.",
    );
}

#[test]
fn the_caller_is_spoken_to_with_distance() {
    check(
        false,
        "Proszę pana, właśnie mam przy biurku interesanta.
        Chwileczkę, zapytam koleżankę.
        Proszę powiedzieć, kiedy pan kupił samochód.
        Pani Krystyno, proszę przynieść dowód.
        Panie Marku, wniosek jest gotowy.
        Proszę podać numer sprawy.
        Niech pani weźmie dowód i umowę.
        Proszę przekazać mężowi, że decyzja jest gotowa.
        Przekażę koleżance, o co chodzi.
        Pokażę panu, gdzie to jest.
        Zapiszę to sobie.
        Napiszę do pani jutro.
        Zobaczę, co da się zrobić.
        Patrzę właśnie w system.
        Włączę głośnik, dobrze?
        Zadzwonię do pani w środę.
        Zajmuje się tym Monika Chojnowska, referent.
        Kowalska Anna, zgadza się?
        Dzień dobry, Monika Chojnowska, słucham.
        Mówi Beata, w czym mogę pomóc?
        To prowadzi pani Renata, przełączę panią.
        Ka jak Kasia, o jak Olek.
        Zaraz, gdzie ja to mam?
        No, otwórz się wreszcie, przepraszam, system mi się zawiesił.
        Bądź co bądź, termin minął.
        Dowód bądź paszport, jedno z dwojga.
        Nie daj Boże, żeby się zgubiło.
        Być może jutro.
        Czy pani wie, gdzie to jest?
        Czy może pan powtórzyć?
        Ma pani długopis?
        Nasz urząd jest czynny do piętnastej.
        Ten marsz jest w sobotę.
        Klawisz z gwiazdką, proszę nacisnąć.
        To jest kosz na odpady zmieszane.
        Wasz wniosek wpłynął wczoraj.
        Proszę wejść pierwszym wejściem od ulicy Lipowej.
        Proszę usiąść wygodnie, bo to chwilę potrwa, i przygotować dokumenty.
        W kasie zapłaci pani siedemnaście złotych.
        Syn powinien przyjść osobiście.
        Gdy system zapyta, proszę wybrać drugą możliwość.
        Adam Grabowski odbierze telefon, on to wpisze.
        Czekam, aż mi się otworzy.
        A nie, wróć, cofam, wystarczy kopia.
        Powiem pani szczerze, że nie wiem.
        Zaraz przyjdę z dokumentami, proszę zaczekać.
        Przyjmijcie państwo wyrazy współczucia.
        Cisza, bo szukam w systemie.
        Do widzenia, wszystkiego dobrego.
        Główny specjalista przy telefonie, to masz Wasilewski.
        Barbara, tak? A nazwisko?
        Barbara, czy tak ma pani na imię?
        Ci państwo już byli u nas.
        Mamy ci sami klientów, co rok temu.
        Zapiszę to w systemie.
        Wyłączę mikrofon na chwilę.",
    );
}

#[test]
fn an_answer_to_a_voice_is_known_by_its_shape() {
    for (said, expected) in [
        ("Już idę.", true),
        ("Zaraz przyjdę.", true),
        ("Nie teraz.", true),
        ("Na parapecie.", true),
        ("Dobra, zaraz skończę.", true),
        ("Dzięki.", true),
        ("Przepraszam za hałas, proszę pana.", false),
        ("Zaraz podam panu numer.", false),
        ("Wniosek jest gotowy.", false),
        ("Dobrze, zapisałam.", false),
    ] {
        assert_eq!(answers_somebody_near(&words_of(said)).is_some(), expected, "{said}");
    }
}

#[test]
fn families_are_on_first_name_terms() {
    for (said, familiar, distant) in [
        ("Mamo, kiedy wrócisz?", true, false),
        ("Cześć, masz chwilę?", true, false),
        ("Powiedz pani, że są oba na tak.", false, true),
        ("Dzień dobry, czy ma pani chwilę?", false, true),
        ("Chciałbym zapytać o podatek.", false, false),
    ] {
        let words = words_of(said);
        assert_eq!((on_first_name_terms(&words), keeps_distance(&words)), (familiar, distant), "{said}");
    }
}
