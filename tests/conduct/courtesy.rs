//! Rude or dismissive wording, told from its harmless neighbours.

use czujka::polish::courtesy::rude_wording;
use czujka::polish::normalise::words_of;

fn check(rude: bool, rows: &str) {
    let rows = rows.lines().map(str::trim).filter(|row| !row.is_empty());
    let wrong: Vec<_> = rows.filter(|row| rude_wording(&words_of(row)).is_some() != rude).collect();
    assert!(wrong.is_empty(), "expected rude: {rude}\n{}", wrong.join("\n"));
}

#[test]
fn there_is_no_time_for_the_caller() {
    check(
        true,
        "Nie mam czasu na takie rzeczy.
        Ja naprawdę nie mam czasu na takie rozmowy.
        Nie mamy czasu na pana opowieści.
        Proszę pani, ja nie mam czasu tego wysłuchiwać.
        Nie mam ochoty tego słuchać.
        Szkoda mojego czasu.
        Tylko mi pani zabiera czas.
        Marnuje pan mój czas.
        Mam ważniejsze sprawy na głowie.
        Ja mam ważniejsze rzeczy do roboty niż pana telefony.
        Pan myśli, że ja tu nie mam nic innego do roboty?
        Myśli pani, że tylko panią tu obsługuję?
        Takich jak pan mam tu codziennie dwudziestu.
        Nie będę z panią dyskutować.
        Nie będę się z panem kłócił.
        Nie zamierzam się z panią spierać.
        Nie będę tego dłużej słuchać.
        Nie będę tego wysłuchiwała.
        Nie mam siły do takich ludzi jak pan.
        Proszę pana, nie mam na to czasu, nie mam czasu na pana historie.
        Nie mam czasu na głupoty.
        Nie będę prowadzić pani za rączkę.
        Boże drogi, z jakimi bzdurami ci ludzie wydzwaniają.
        Nie mój cyrk, nie moje małpy.
        Jak pani umie czytać, to pani znajdzie.",
    );
}

#[test]
fn it_was_said_already() {
    check(
        true,
        "No przecież mówię pani już trzeci raz.
        Przecież mówię, że się nie da.
        Przecież panu tłumaczyłem.
        Przecież już pani powiedziałam.
        Ile razy mam powtarzać?
        Ile razy jeszcze mam to panu tłumaczyć?
        Ileż można to samo powtarzać.
        Powtarzam pani po raz setny.
        Mówiłam już panu dziesięć razy.
        Już wyraźnie powiedziałam.
        Mówię jak do ściany.
        Czy ja mówię po chińsku?
        Czy ja mówię niewyraźnie?
        Ja pani tłumaczę, a pani swoje.
        Nie będę powtarzać w kółko tego samego.
        Trzy razy to pani tłumaczyłam.
        Mówiłem, że nie wiem.
        przeciesz mówię że nie ma",
    );
}

#[test]
fn the_caller_is_a_bother_and_alone_with_it() {
    check(
        true,
        "Proszę nie zawracać głowy.
        Proszę nie zawracać mi głowy takimi drobiazgami.
        Niech mi pani nie zawraca głowy.
        Po co mi pan zawraca głowę?
        Niech pani przestanie tu wydzwaniać.
        A nie wydzwaniać po urzędach.
        Proszę dać mi spokój.
        Niech pan da nam wreszcie spokój.
        Czego pan znowu chce?
        Znowu pani dzwoni?
        Proszę więcej tu nie dzwonić.
        To nie mój problem.
        To nie jest nasz problem, proszę pana.
        To już pani problem.
        To jest pana zmartwienie.
        Mnie to nie obchodzi.
        Nie obchodzi mnie, co panu powiedzieli.
        A co mnie to obchodzi?
        Guzik mnie to obchodzi.
        Nie interesuje mnie to.
        No i co ja mam z tym zrobić?
        A co ja pani na to poradzę?
        No i co z tego?
        A skąd ja mam to wiedzieć?
        Nie jestem od tego.
        Ja nie jestem tu od czytania panu pism.
        Mam to gdzieś.
        To nie koncert życzeń.
        Tu jest urząd, a nie wróżka.
        To nie moja sprawa.
        Proszę nam nie zawracać głowy byle czym.
        Po co pani w ogóle dzwoni i zawraca głowę?
        Nie nasz problem, proszę dzwonić gdzie indziej.
        Pani problem, nie mój. To jest pani problem.
        I co mnie to obchodzi?
        Co ja na to mogę poradzić?
        Trzeba było pomyśleć wcześniej.
        Trzeba było uważać.
        No to trzeba było przyjść w terminie.
        Trzeba było czytać, co się podpisuje.
        Sama sobie pani winna.
        Może pan sobie pisać skargi.
        Proszę sobie radzić.
        Niech pani sobie poszuka w internecie.
        Proszę sobie samemu przeczytać.
        Niech pan sam przeczyta.
        prosze nie zawracać głofy",
    );
}

#[test]
fn the_caller_is_told_off() {
    check(
        true,
        "Pan nic nie rozumie.
        Czy pani nie rozumie, co się do pani mówi?
        Pani chyba nie rozumie prostych rzeczy.
        Czy to tak trudno zrozumieć?
        To chyba nie jest trudne do pojęcia.
        Niech się pan nauczy słuchać.
        Proszę nauczyć się czytać ze zrozumieniem.
        Umie pani czytać?
        Czy pan w ogóle słucha?
        Czyta pani w ogóle te pisma?
        Niech pani słucha, co ja mówię.
        Proszę słuchać, jak mówię.
        Głuchy pan jest?
        Co pani sobie myśli?
        Co pan sobie wyobraża?
        Za kogo się pani uważa?
        Co mi pan tu opowiada?
        Każde dziecko to wie.
        Niech się pani pośpieszy, bo mam kolejkę.
        Szybciej, bo nie mam całego dnia.
        Proszę się streszczać.
        Niech się pan uspokoi.
        Niech się pani wreszcie opanuje.
        Proszę natychmiast przestać!
        Niech pan przestanie marudzić.
        Niech pani nie histeryzuje.
        Proszę mnie nie pouczać.
        Proszę być cicho.
        Cicho, teraz ja mówię. Proszę się opanować.
        Niech się pan nie wymądrza.
        Denerwuje mnie pani.
        Mam dość tych telefonów.
        Ja też mam swoje nerwy.
        Jak pani skończy krzyczeć, to porozmawiamy.
        Niech pan nie przesadza.
        Opowiada pani bzdury.
        Co za głupie pytanie.
        Niech pan słucha uważnie, co mówię.
        Niech pani się uspokoi, bo się rozłączę.
        Niech pan nie krzyczy, proszę się opanować.
        Pan chyba nie umie czytać.
        Czy do pana nie dociera, co mówię?
        Proszę mi nie opowiadać bajek, niech pani nie opowiada bajek.
        Bez łaski.
        Niech pan idzie się leczyć, dobrze? Niech się pan leczy.",
    );
}

#[test]
fn insults_and_vulgar_words_are_rude() {
    check(
        true,
        "Kobieto, ile razy można dzwonić?
        Człowieku, opanuj się.
        Weź pan przestań.
        Daj pan spokój.
        Słuchaj pan, tak się nie da.
        Pan jest bezczelny.
        Pani jest niepoważna.
        Idiota jakiś.
        Co za kretyn.
        Do cholery, mówiłem przecież.
        Jasna cholera.
        Kurwa, znowu to samo.
        Mam to w dupie.
        Odczep się pan.
        Spadaj.
        Wynocha.
        Zamknij się.
        Niech się pan zamknie.
        Debil dzwoni.
        Niech się pani odczepi.",
    );
}

#[test]
fn polite_neighbours_are_not() {
    check(
        false,
        "Bardzo przepraszam, nie mam teraz czasu rozmawiać, oddzwonię za godzinę.
        Nie mam teraz czasu oddzwonić, zrobi to koleżanka.
        Nie mam czasu dzisiaj, ale jutro chętnie pana przyjmę.
        Jak mówiłam wcześniej, wniosek składa się osobiście.
        Tak jak już mówiłem, opłata wynosi siedemnaście złotych.
        Mówiłam o tym przed chwilą, ale chętnie powtórzę.
        Powtórzę jeszcze raz, powoli.
        Powtarzam: pokój numer osiem.
        Ile razy pan już do nas dzwonił?
        Ile razy w miesiącu jeździ pan do lekarza?
        Nie będę panu zawracać głowy szczegółami.
        Nie chcę pani zabierać czasu.
        Niech pani nie zawraca sobie tym głowy, my to załatwimy.
        To żaden problem.
        To nie problem, poczekam.
        Nie ma problemu, proszę przyjść jutro.
        To nie pani wina, to błąd systemu.
        To nie jest pana problem, tylko nasz, już to naprawiamy.
        Proszę się nie martwić.
        Niech się pan nie denerwuje, zaraz to wyjaśnimy.
        Proszę się nie śpieszyć, mam czas.
        Proszę spokojnie szukać, poczekam.
        Nie ma głupich pytań.
        Nie wiem, ale zaraz się dowiem.
        Skąd pan to wie?
        Co mogę dla pani zrobić?
        I co teraz zrobimy? Zaraz sprawdzę.
        Co pani sobie życzy?
        Co pan o tym myśli?
        Nie rozumiem, proszę powtórzyć.
        Czy pani rozumie, co trzeba zrobić?
        Czy pan mnie słyszy?
        Proszę posłuchać, powiem powoli.
        Proszę słuchać uważnie, podam numer.
        Proszę się nie rozłączać.
        Proszę przestać płacić ratę po otrzymaniu decyzji.
        Nie musi pani tego czytać, ja przeczytam.
        Trzeba było złożyć wniosek do końca maja, ale da się to odkręcić.
        Czy wniosek trzeba było podpisać?
        Mam na biurku pana sprawę.
        Sprawa jest ważniejsza, niż myślałem.
        Rozumiem, no to nie jest całkiem moja działka, proszę pani.
        To nie moja sprawa, tylko koleżanki, przełączę panią.
        Interesuje mnie, kiedy pan kupił samochód.
        Proszę dać mi chwilkę.
        Niech mi pani da minutę.
        Proszę szybko wysłać ten wniosek, bo termin mija w piątek.
        Proszę się pośpieszyć z wnioskiem, termin mija w piątek.
        Pan nie jest sam, pomożemy.
        Proszę sobie zapisać numer.
        Może pani sobie usiąść, to potrwa chwilę.
        Proszę sobie wybrać termin.
        Cicho pan mówi, proszę głośniej.
        Trochę cicho panią słyszę.
        Komórka gdzieś się zapodziała, zaraz ją znajdę.
        Szanowna pani, bardzo dziękuję.
        Kurier przyniesie decyzję.
        Lupa jest na biurku.
        Nie da się tego zrobić przez telefon, ale pomogę na miejscu.
        Niestety, takie są przepisy.
        Bardzo mi przykro, nie mogę pani inaczej pomóc.
        Sąsiad wydzwania do nas codziennie, znamy tę sprawę.
        Napisali do nas, że to nie ich problem, i dlatego dzwonię.
        Sprawdzę to i nic więcej nie trzeba.
        Proszę być spokojnym, karetka jedzie.
        Proszę być o ósmej.
        Ma pani dość czasu, do końca miesiąca.
        Mamy dosyć miejsca.
        Kończymy o piętnastej.
        Proszę mi powiedzieć, czego pan potrzebuje.
        Czego pani szuka w archiwum, aktu urodzenia czy ślubu?
        Proszę nie płacić dwa razy.
        Niech pan nie wpłaca tej kwoty.
        Pani wniosek jest śmiesznie krótki, to dobrze.
        Bezczelnie wysoka stawka, sama bym się zdziwiła.
        Każde dziecko dostaje kartę.
        Każde dziecko ma prawo do dodatku.",
    );
}
