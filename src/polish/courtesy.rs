//! Rude or dismissive wording, by its words alone.
//!
//! What is listed are things no clerk should say to a caller: that there is no time for them, that it
//! was said already, that it is not the clerk's problem, that the caller cannot listen, read or think,
//! orders to hurry or calm down, and vulgar words. Mood and tone are neither heard nor inferred.

use std::sync::LazyLock;

use super::familiar::{Familiar, familiar};
use super::line::Line;
use super::normalise::Token;
use super::phrases::{Found, Hit};
use super::weighted::{Weighted, together};
use crate::event::Word;

/// From this confidence on an utterance holds listed wording.
pub const RUDE: f32 = 0.7;

/// How much like its pattern a phrase must sound: an accusation wants to be made out well.
const CLEAR: f32 = 0.78;

/// How surely each pattern is rude. Two signs of half weight make one.
const PATTERNS: &str = "
# No time for you.
0.95 nie (mam|mamy) ~3 (czasu|czas|głowy|ochoty|zamiaru|siły|cierpliwości) ~1 (na|do|żeby|tego|by) ~2 (takie!|taki!|takich!|tego|to|głupie|głupoty|bzdur*|pierdoł*|pani|pana|państwa|panią|pogaduszki|dyskusj*|rozmowy!|gadanie|wysłuchiwa*|słuchać!|tłumaczyć!|rozmawiać! z|takimi|zajmować!)
0.8 (szkoda|strata|marnuje|marnować|marnujemy|zabiera|tracę|zabierać) ~3 (mojego|mój|nasz|naszego|mi|nam) ~1 czas*
0.8 (tylko|niepotrzebnie) ~2 zabiera* ~2 czas*
0.8 (szkoda|strata) ~2 (czasu!|gadać!|słów!)
0.9 nie ~1 (będę|będziemy|zamierzam|mam zamiaru|mam ochoty) ~3 (wysłuchiwa*|znosić!|dyskutować!|dyskutował*|kłócić!|kłócił*|spierał*|użerał*|sprzeczał*|użerać!|przekomarzać!|spierać!|sprzeczać!|tolerować!|niańczyć!|prowadzić! za rączkę!)
0.95 nie będę tego ~2 (słuch*|wysłuchiw*|wysłuch*)
0.9 nie będę ~2 (pani!|panu!|państwu!|panią!|tego!) ~3 (powtarzać!|tłumaczyć!|uczyć!|szukać!) ~2 (w kółko|po raz|ciągle|bez końca|sto|setny|dziesiąty|jeszcze raz)
0.9 nie będę ~1 (powtarzać!|powtarzał!|powtarzała!|tłumaczyć!) ~2 (w kółko|po raz|ciągle|bez końca|sto|setny|dziesiąty|dziesięć razy)
0.95 (ja|my) ~1 (mam|mamy) ~2 (ważniejsze|lepsze|poważniejsze) ~1 (sprawy|rzeczy|zajęcia|roboty)
0.95 mam ~1 (ważniejsze|lepsze|poważniejsze) ~1 (sprawy|rzeczy|zajęcia) ~1 (na głowie|do roboty|niż|do zrobienia)
0.9 myśli {pan} [że] ~1 (ja!|my!|tylko!|nie mam!|jest!|my nie!) ~6 (siedzę!|siedzimy!|tylko|innej|nic innego|jedyn*|czas!|czekamy!|czekam!|na zawołanie|roboty!|obsługuję!|zajmuję!)
0.9 {pan} myśli [że] ~1 (ja!|my!|tylko!|nie mam!|jest!|my nie!) ~6 (siedzę!|siedzimy!|tylko|innej|nic innego|jedyn*|czas!|czekamy!|czekam!|na zawołanie|roboty!)
0.85 (te|swoje|wasze|takie|pana|pani) ~2 (fanaberi*|widzimisię|zachciank*|fochy!|fochów!|wymysły!|wymysłów!|humory!)
0.85 (wymyśla!|wymyślacie!|wymyślać!) ~2 (fanaberi*|zachciank*|cuda!|głupoty!|bzdury!)
0.8 wielka (mi!|mi to!) ~1 (tragedia|filozofia|sprawa|rzecz|łaska|krzywda)
0.7 (roboty|pracy) ~1 (dołożyć!|dokładać!|dokłada!|przysporzyć!|narobić!) ~1
0.85 za {pan} ~2 (myśleć!|główkować!|robić!|pisać!|szukać!|pamiętać!) nie (będę|zamierzam|mam zamiaru)
0.85 nie (będę|zamierzam|mam zamiaru) ~1 za {pan} ~1 (myśleć!|główkować!|robić!|pisać!|szukać!|pamiętać!|odrabiać!)
0.85 ma {pan} ~2 (własną|swoją) głowę
0.9 (pańska|pański*|pana|pani|wasza|twoja) (głupota!|głupotę!|głupoty!|tępota!|bezmyślność!)
0.9 (nie mieć|nie ma|ani|bez|brak) ~1 (za grosz|krzty|krztyny|odrobiny|grama) ~1 (rozumu|kultury|wstydu|wyobraźni|pomyślunku|przyzwoitości)
0.75 {pan} ~1 (się) ~1 (dopiero) ~1 (teraz|dziś|dzisiaj) ~1 obudził*
0.5 (nie jest) {pan} ~1 (jedyn*|sam!|sama!)
0.9 {pan} ~2 pępkiem
0.85 nie (pan|pani) (jeden|jedna|jedyny|jedyna) ~1
0.85 (takich|takie) jak {pan} ~3 (mam|mamy|jest|dzwoni|setki|dziesiątki|tysiące|codziennie)
0.75 (ja|my) ~1 mam ~1 takich ~1 spraw ~1 (sto|setki|dziesiątki|dwieście|pięćdziesiąt|tysiąc)
0.85 (prowadzić!|prowadził*) ~2 za (rączkę!|rękę!)
0.85 nie ~1 (jest|jesteś) ~1 {pan} ~1 (sam!|sama!|jedyny!|jedyna!) ~1 na ~2 (świecie|ziemi)
0.9 szkoda ~1 (na|dla) {pan} ~2 (mojego|naszego|czasu|dnia|słów|nerwów|energii|zachodu|gadania|prądu)
0.85 szkoda ~1 (moich nerwów|mojego gardła|gadania|strzępić|mi na to|mojego zdrowia)
0.85 nie ~1 (płacą!|płaci!) mi ~1 (za|żebym)
0.8 (mam!|mamy!) ~2 (ciekawsze|ważniejsze|lepsze|poważniejsze) ~1 (rzeczy|sprawy|zajęcia|zajęcie) ~2
# I said it already.
0.8 ^ [ale] no (mówię!|mówiłem!|mówiłam!|tłumaczę!|powtarzam!) (wyraźnie|przecież|pani!|panu!|państwu!|już)
0.8 przecież ~2 (mówię!|tłumaczę!|powtarzam!|tłumaczyłem!|tłumaczyłam!|mówiłem!|mówiłam!|powiedziałem!|powiedziałam!)
0.85 (mówię!|tłumaczę!|powtarzam!|mówiłam!|mówiłem!|tłumaczyłem!|tłumaczyłam!|powtarzałam!|powtarzałem!) ~1 ~1 [już] (wyraźnie|po raz setny|po raz dziesiąty|po raz trzeci|po raz czwarty|po raz kolejny|trzeci raz|czwarty raz|piąty raz|setny raz|dziesiąty raz|sto razy|trzy razy|dziesięć razy|dwadzieścia razy|tysiąc razy|tyle razy|do znudzenia|w kółko)
0.95 (ile|ileż|który|setny|dziesiąty|enty) ~1 (razy|raz) ~1 (mam|jeszcze|można|trzeba|muszę|będę|panu|pani|państwu|ja) ~3 (powtarzać!|mówić!|tłumaczyć!|powtarzam!|tłumaczę!|mówię!|wyjaśniać!|powtórzyć!|powiedzieć!)
0.9 (ileż|ile) [to] można ~3 (powtarzać!|tłumaczyć!|mówić!|słuchać!)
0.75 (już|chyba) ~1 (wyraźnie|jasno) ~1 (powiedziałem!|powiedziałam!|mówiłem!|mówiłam!)
0.9 (ja|my) ~1 {pan} ~1 (tłumaczę!|mówię!) ~2 a {pan} ~1 (swoje!|dalej!|nadal!|ciągle!)
0.95 (powtarzam|powtarzać|mówię|mówić) ~2 jak (do ściany|dziecku|do dziecka|krowie|grochem)
0.8 (jak|gadać|mówić) ~1 (do ściany|grochem o ścianę|do słupa|do muru)
0.85 czy ja ~1 (mówię|gadam|wyrażam się) ~1 (niewyraźnie|po chińsku|w obcym|nie po polsku|niejasno|po turecku|po niemiecku)
0.85 (mówię|gadam) ~1 (po chińsku|w obcym języku|nie po polsku)
0.75 (trzy|cztery|pięć|sto|dziesięć|tyle|ze trzy) razy ~2 (mówiłem!|mówiłam!|tłumaczyłem!|tłumaczyłam!|powtarzałem!|powtarzałam!)
0.8 ^ [no] [ale] [przecież] [już] (mówiłem!|mówiłam!|powiedziałem!|powiedziałam!) [już] że nie (wiem!|ma!|mogę!|można!|da się)
0.9 (ile|ileż) ~3 można ~2 (tłuc!|kłaść!|wałkować!|klepać!|trąbić!|ględzić!|tłumaczyć!|gadać!)
0.85 (kłaść!|kładę!|wkładać!|wbijać!|tłuc!|wtłukiwać!) ~4 (łopatą|do głowy|do łba|jedno i to samo|w kółko to samo)
0.85 (gardło|język|nerwy|zdrowie) ~2 (zdziera!|zdzierać!|zdzieram!|strzępić!|strzępię!|szarpie!|szarpać!|traci!|tracić!|tracę!)
0.85 (zdziera!|zdzierać!|zdzieram!|strzępić!|strzępię!|szarpie!|szarpać!) ~2 (gardło|język|nerwy)
# Do not bother us.
0.9 (przestać!|przestanie!|przestaną!) ~3 (truć!|zrzędzić!|smęcić!|zanudzać!|biadolić!|ględzić!|nudzić!|męczyć!|gderać!|wydziwiać!|lamentować!|użalać!|zawodzić!|jojczyć!|trajkotać!|nawijać!)
0.85 (truje!|zrzędzi!|smęci!|zanudza!|biadoli!|ględzi!|gdera!|wydziwia!|lamentuje!|użala! się|jojczy!|trajkocze!) ~1 {pan}
0.85 {pan} ~3 (truje!|zrzędzi!|smęci!|zanudza!|biadoli!|ględzi!|gdera!|wydziwia!|lamentuje!|użala! się|jojczy!|trajkocze!)
0.85 (truć!|suszyć!|zawracać!|dziurę wiercić!|wiercić! dziurę) ~2 (mi|nam|głow*|brzuch*)
0.95 (zawraca*|zawracać!) ~3 (głow*|gitar*|czasu|tyłk*|dup*)
0.9 (proszę|niech {pan}|nie trzeba|a|tylko|przestać|przestanie|po co) ~2 (nie|przestać|tylko|tak|ciągle|nam|mi|{pan}) ~1 (wydzwania*|nękać!|nęka!|nachodzi*|zawraca!)
0.9 (wydzwania* po|nie wydzwania*|przestać wydzwania*|przestanie ~2 wydzwania*)
0.9 (proszę|niech) ~3 (dać|da) ~1 (mi|nam|już) ~2 spokój
0.9 (da!|dać!|dajcie!) ~1 (mi|nam) ~1 święty spokój
0.95 (proszę|niech) ~3 (się|mi|nam|nas|mnie) ~2 (odczepi*|odwali*|odpieprz*|odpuści!|odpuścić!)
0.85 (czego|co) [{pan}] (znowu|jeszcze|ode mnie|od nas|ode mnie jeszcze|tu|tutaj) ~1 (chce!|chcą!)
0.75 czego ~1 (pan!|pani!) ~2 (chce!) ~2 ?
0.8 (znowu|znów|jeszcze raz|ciągle) (pan!|pani!|to pan!|to pani!) ~2 (dzwoni!|zawraca!|z tym|swoje|nudzi!|marudzi!|narzeka!)
0.8 ^ [o] [no] (znowu|znów) (pan!|pani!) (^|$)
0.85 (proszę|niech {pan}) ~2 (przestać!|przestanie!) ~2 (dzwonić!|marudzić!|narzekać!|histeryz*|gadać!|jęczeć!|krzyczeć!|pytać!|wypytywać!|dramatyz*|panikować!|płakać!|wymyślać!)
0.85 (proszę|niech {pan}) ~1 (nie|mi nie|tak nie) ~2 (marudzi*|histeryz*|dramatyz*|jęcze*|jęczy!|wymądrza*|pyskować!|pyskuje!|mądrzy*|gada!|gadać!|pouczać!|poucza!|rozkazywać!|rozkazuje!|wciska!|wciskać!|opowiada! bajek|opowiadać! bajek|filozof*|kombinować!|kombinuje!)
0.9 (proszę|niech {pan}) (natychmiast|wreszcie|w końcu|zaraz|łaskawie) (przestać!|przestanie!|skończyć!|skończy!|zamilknąć!|uspokoić!|zamknąć!|powiedzieć!|powie!|słuchać!|słucha!|posłucha!)
# Not my problem.
0.95 (nie!) ~1 (mój!|moja!|moje!|nasz!|nasza!|nasze!) ~1 (problem!|problemy!|zmartwienie!|zmartwienia!|kłopot!|interes!|biznes!)
0.85 (to|jest) ~1 [już] (pana|pani|państwa|tylko pana|tylko pani|wyłącznie pani|wyłącznie pana) ~1 (problem!|zmartwienie!|kłopot!|wina!|sprawa!) (^|$)
0.8 ^ [ale] [a] [no] to (nie!) [jest] (moja!|nasza!) sprawa! $
0.95 (mnie|nas) ~1 to ~1 (nie obchodzi|nie interesuje|guzik obchodzi|mało obchodzi|nie rusza)
0.9 (nie obchodzi|nie interesuje|guzik obchodzi) ~1 (mnie|nas)
0.95 (co|a co|cóż) ~1 (mnie|mi|nas|nam|ja) ~1 ~1 (obchodzi!|interesuje!)
0.85 (co|a co|no i co|i co|cóż) (ja|my) ~2 (mam|mogę|mamy|możemy) ~1 ~1 (na to|z tym|zrobić!|poradzić!|zaradzić!) ~1 (zrobić!|poradzić!|wspólnego|?|$)
0.8 ^ ~2 co ja (pani|panu|państwu|na to) ~2 (poradzę!|zrobię!)
0.85 (no i|i|a|no) ~1 co ~1 z tego ~1 (że|wynika|?|$)
0.8 [a] skąd (ja|my) ~1 (mam|mamy|mogę) ~3 (wiedzieć!|znać!)
0.8 (ja|my) ~1 nie (jestem|jesteśmy) ~1 od (tego!|takich|tych|niańcz*|myśleni*|czytania|szukania|załatwiania|informowania|pomagania|wyręcza*)
0.8 ^ nie (jestem|jesteśmy) [tu] od (tego!|tego żeby|takich)
0.95 (mam|mamy) ~1 (to) ~1 (gdzieś!|w nosie!|w poważaniu|głęboko|w dupie|w tyle)
0.85 (wisi|zwisa|lata) ~1 (mi|nam) ~1 (to|?|$|i powiewa)
0.9 (zwisa|powiewa) ~1 (mi|nam)
0.85 (nic|guzik) ~1 (mnie|nas) ~1 (do tego|obchodzi|to nie obchodzi)
0.9 nie ~1 (mój|nasz|moja|nasza) ~1 (cyrk!|bajka!|parafia!|broszka!|małpy!)
0.95 (koncert|koncertem) życzeń
0.85 a nie [do] (wróżk*|jasnowidz*|cudotwórc*|przedszkol* dla|poczekaln*|niańk*|psycholog*)
0.85 (nie jestem|nie jesteśmy) ~1 (wróżk*|jasnowidz*|cudotwórc*|niańk*|pani służąc*|pana służąc*|służąc*|encyklopedi*|informacj* turystyczn*)
0.7 (mógł*|mogła|mogli) {pan} ~2 (wcześniej|nie) ~1 (pomyśleć!|myśleć!|zadzwonić!|spać!|przyjść!|się zainteresować!)
0.95 (mógł*|trzeba było) ~2 (pomyśleć!|myśleć!) ~1 wcześniej
0.9 trzeba było ~2 (myśleć!|pomyśleć!|patrzeć!|słuchać!|czytać!|uważać!|pilnować!|się uczyć!|się nie|nie)
0.75 ^ (no|to|no to|ale) (trzeba było) ~2 (przyjść!|dzwonić!|zadzwonić!|zapytać!|pytać!|złożyć!|zapłacić!|zgłosić!|sprawdzić!|załatwić!|przeczytać!)
0.9 (ma|miał|miała) {pan} za swoje
0.85 sam* ~1 (sobie|jest) {pan} ~1 (winn*|winien)
0.85 {pan} ~1 (sam|sama) ~1 (sobie) ~1 (winn*|winien)
# You do not understand, listen, read, think.
0.85 (czy|czego) ~1 {pan} ~2 (nie rozumie!|nie kojarzy!|nie dociera|nie pojmuje!|nie łapie!)
0.9 {pan} ~1 ~1 (nie rozumie!|nie pojmuje!|nie kojarzy!|nie dociera|nie łapie!) ~1 (co|prostych|po polsku|podstawow*|nic|niczego|tego|elementarn*|najprostsz*)
0.9 ^ [ale] [no] {pan} ~1 [w ogóle] [chyba] nic ~1 nie rozumie
0.8 (czy|do) ~1 {pan} ~1 ~1 (dociera!|dotarło!|doszło!)
0.85 (czy|aż|to) ~2 tak (trudno|ciężko) ~1 (zrozumieć!|pojąć!|zapamiętać!)
0.8 (trudne|trudno|ciężko|skomplikowane) ~1 ~1 (do|to) ~1 (pojęcia|zrozumieni*|pojąć!)
0.85 (czego|co) ~2 (tu|w tym|tutaj) ~2 nie (rozumieć!|rozumie!|można zrozumieć)
0.95 (niech|proszę) ~1 [{pan}] ~1 (się) ~1 (nauczy!|nauczyć!|nauczą!) ~1 (słuchać!|czytać!|pisać!|mówić!|kultury|liczyć!|grzeczności|manier|rozumieć!|szanować!)
0.9 (nauczyć!|nauczy!) ~1 się ~1 (słuchać!|czytać!|czytać! ze zrozumieniem|kultury)
0.8 (niech|proszę) ~1 [{pan}] ~1 (słuchać!|słucha!|posłuchać!|posłucha!) ~1 (uważniej!|ze zrozumieniem|(uważnie|co|jak|kiedy) ~2 (mówię!|tłumaczę!))
0.95 (nie umie!|nie potrafi!|umie!|potrafi!|umieją!|nie umieją!) {pan} ~2 (czytać!|słuchać!|liczyć!|myśleć!|pisać!)
0.95 {pan} ~1 (nie umie!|nie potrafi!) ~2 (czytać!|słuchać!|liczyć!|myśleć!|pisać!)
0.85 (jak|jeśli|o ile|skoro) ~1 {pan} ~1 (umie!|potrafi!) ~1 (czytać!|słuchać!|liczyć!|pisać!)
0.8 (z|jakimi|takimi|z jakimi) ~1 (bzdurami!|głupotami!|pierdołami!|bzdetami!|duperelami!) ~3 (dzwoni*|wydzwania*|przychodz*|zawraca*|głow*)
0.85 (wydzwania*|dzwoni*|przychodz*) ~2 z ~1 (bzdurami!|głupotami!|pierdołami!|bzdetami!|duperelami!|byle czym!)
0.8 (wszystko|to) ~2 (na tacy|na talerzu|pod nos|za rękę) ~1 (podać!|podane!|podawać!|podstawić!|podsunąć!)
0.85 (czyta|słucha|myśli|słyszy) {pan} ~1 w ogóle
0.85 (czy|w ogóle) {pan} ~2 w ogóle ~1 (czyta!|słucha!|myśli!|rozumie!|słyszy!)
0.85 (głuchy|głucha|ślepy|ślepa|ogłuchł*|oślepł*|upośledzon*|niepoczytaln*) ~1 {pan}
0.85 {pan} [chyba] [jest] [chyba] [jakiś|jakaś|taki|taka|po prostu] (głuchy!|głucha!|ślepy!|ślepa!|ogłuchł*|głupi!|głupia!|nienormaln*|niepoważn*|śmieszn*|bezczeln*|nieznośn*|niemożliw*|chor* na głowę|przewrażliwion*|nawiedzon*|wariat*)
0.95 (niech|proszę) ~1 [{pan}] ~1 [sobie] ~1 (umyje|umyć|przemyje|przemyć|wyczyści|przeczyści) ~1 uszy
0.8 (proszę|niech {pan}) [sobie] ~1 [to] (samem*|sam!|sama!|samodzielnie) ~1 [sobie] ~1 (przeczyta!|przeczytać!|poczyta!|poczytać!|poszuka!|poszukać!|znajdzie!|znaleźć!|sprawdzi!|sprawdzić!|doczyta!|doczytać!|radzi!|radzić!)
0.8 (proszę|niech {pan}) ~1 sobie ~1 (poczyta!|poczytać!|doczyta!|doczytać!|poszuka!|poszukać!|szukać!|szuka!|radzi!|radzić!|poradzi!|poradzić!|wygoogl*|wygugl*|wpisze! w|robi! co|robić! co|dzwoni! do|dzwonić! do|gada!|gadać!|sprawdzi! w internecie|sprawdzi! na stronie|sprawdzić! w internecie|sprawdzić! na stronie|skarży!|skarżyć!|pisać! skarg*|pisze! skarg*)
0.85 (może|mogą) {pan} sobie ~2 (dzwonić!|pisać!|skarżyć!|gadać!|krzyczeć!|iść!|składać!|szukać!|myśleć!|narzekać!)
0.75 (niech|proszę) ~1 {pan} ~1 (pomyśli!|myśli!|zastanowi! się|ruszy! głową|włączy! myślenie|użyje! głowy)
0.95 co ~1 {pan} ~1 sobie ~1 (myśli!|wyobraża!|pozwala!)
0.9 co (mi|nam) {pan} ~2 (opowiada!|wciska!|wmawia!|gada!|bredzi!|wygaduje!)
0.9 co {pan} (mi|nam) ~1 (tu|tutaj) ~2 (opowiada!|wciska!|wmawia!|gada!|bredzi!|wygaduje!)
0.95 za kogo ~3 (uważa!|się ma!|ma! się)
0.8 (kim|kto) {pan} ~1 (niby|w ogóle) ~1 (jest!|myśli!)
0.75 (ciekawe|śmieszne|zabawne|dobre sobie) ~1 (czego|co) ~1 {pan} ~1 (jeszcze)
0.5 (to) ~1 (chyba) ~1 (nie jest|jasne) ~2 (trudne|skomplikowane) ~1 (do|?|$)
0.75 (jaśniej|wyraźniej) ~1 (się) ~1 (nie da|nie można|nie umiem|nie potrafię)
0.85 każde dziecko ~2 (wie|rozumie|umie|potrafi|pojmie)
0.7 (do|w) ~1 (szkoły|głowie) ~1 (chodził*|się {pan} poprzewracało|się przewraca)
0.85 (przepłucz*|przepłuka*|przedmucha*|przeczyści*|wypłucz*|przetka*|przetrze!|umyje!|umyć!) ~3 uszy
0.85 uszy ~2 (przepłucz*|przepłuka*|przedmucha*|przeczyści*|wypłucz*|przetka*|umyje!|umyć!)
0.85 się ~1 nauczyć! ~1 (czytać!|pisać!|słuchać!|liczyć!|kultury|manier|rozumieć!)
0.85 (ruszyć!|ruszy!|rusza!|ruszyło!|ruszać!) ~1 (głową|mózgiem|mózgownicą|łepetyną|szarymi komórkami)
0.9 (stuknie|puknie|stuknąć|puknąć|popuka|popukać) ~4 (czoło|głowę|łeb)
0.9 (czoło|głowę|łeb) ~2 (stuknie|puknie|stuknąć|puknąć|popuka|popukać)
0.9 (ma!|miał*) {pan} ~2 (nierówno|klepki|klepek|źle) ~2 (pod sufitem|w głowie|brak*|$)
# Orders: hurry, calm down, be quiet.
0.95 (jadaczk*|gębę!|gęby!|pysk!|pyska!|mordę!|mordy!|ryja!|dziób!|dzioba!|japę!) ~2 (otworzy!|zamknie!|otwiera!|otwierać!|stuli!|drze!|drzeć!|przymknie!|zamknąć!)
0.95 (otworzy!|zamknie!|otwiera!|otwierać!|stuli!|drze!|drzeć!|przymknie!|zamknąć!) ~2 (jadaczk*|gębę!|gęby!|pysk!|pyska!|mordę!|mordy!|ryja!|dziób!|dzioba!|japę!)
0.9 (podawaj!|pisz!|skarż!|dzwoń!|szukaj!|składaj!|czekaj!|gadaj!|marz!) ~1 sobie ~1 {pan}
0.85 (proszę|niech {pan}) ~2 (streszcza*|streścić!|sprężać!|spręży!|sprężyć!)
0.7 (proszę|niech) ~1 [{pan}] ~1 [się] ~1 (szybciej!|konkretniej!|do rzeczy!) ~1 (bo|$|mówi!|mówić!)
0.75 ^ [no] (szybciej|prędzej|do rzeczy|krócej) ~1 (bo|proszę|$)
0.8 (niech|proszę) ~1 [{pan}] ~1 się ~2 (pośpieszy!|pospieszy!|pośpieszyć!|pospieszyć!) ~1 bo (ja|mam|nie mam|czekają|kolejka|inni|idę|kończę)
0.55 niech ~1 [{pan}] ~1 się ~2 (pośpieszy!|pospieszy!) (^|$)
0.85 niech ~1 [{pan}] ~1 się ~1 [{pan}] [w końcu] [wreszcie] (uspokoi!|opanuje!|ogarnie!|zamknie!|odczepi!|nie wtrąca!|nie rzuca!|nie czepia!|nie wymądrza!|puknie!|leczy!)
0.85 (proszę) ~1 się ~1 (opanować!|ogarnąć!|zamknąć!|leczyć!|nie wtrącać!|nie czepiać!|nie rzucać!|nie wymądrzać!)
0.55 (proszę) ~1 się ~1 uspokoić!
0.6 (cicho|cisza) ~1 (pan!|pani!|bądź!|być!|siedzieć!|tam!)
0.85 (proszę|niech {pan}) ~1 (być!|będzie!|siedzieć!|siedzi!) ~1 cicho
0.85 (zamknij|zamknie|zamknąć) ~1 (się|gębę|pan się|pani się|{pan} się) (^|$|i|bo|wreszcie)
0.9 (niech|proszę) ~2 (się) ~1 (nie) ~1 (drzeć!|drze!|wydzierać!|wydziera!|wrzeszcz*)
0.75 (proszę|niech {pan}) ~1 (mnie|nas|mi|nam) ~1 nie ~1 (straszyć!|straszy!|grozi!|grozić!|pouczać!|poucza!|denerwować!|denerwuje!|wkurza*|prowokować!|prowokuje!|szantaż*)
0.8 (denerwuje!|wkurza!|irytuje!|męczy!|nudzi!|rozśmiesza!) ~1 mnie ~1 {pan}
0.8 (nie) ~1 (denerwuje!|wkurza!|irytuje!) {pan} mnie ~1
0.85 {pan} mnie ~1 (denerwuje!|wkurza!|irytuje!|męczy!|nudzi!|dobija!|rozśmiesza!)
0.75 (mam|mamy) ~2 (dość|dosyć|powyżej uszu|po dziurki) [już] (^|$|{pan}|tego|takich|tych|wszystkiego|w nosie)
0.75 (ja|my) ~1 ~1 (też|także) ~1 (mam|mamy) ~1 (swoje|nerwy|swoje nerwy|granice|granice cierpliwości)
0.8 (moja|nasza) cierpliwość ~3 (kończy|skończyła|wyczerpała|ma granice)
0.8 jak {pan} ~1 (skończy!|przestanie!) ~1 (krzyczeć!|wrzeszczeć!|histeryzować!|gadać!|marudzić!|się drzeć!)
0.8 (jak|gdy|kiedy) ~1 [{pan}] ~1 [się] (ochłonie!|oprzytomnieje!|się uspokoi!|wytrzeźwieje!)
0.8 (proszę|niech {pan}) ~1 nie ~1 (przesadza*|zmyśla*|kłama*|kłamie!|udawa*|udaje!|kręci*|ściemnia*|bredzi*|opowiadać! głupot|opowiada! głupot|opowiadać! bzdur|gadać! głupot)
0.85 (bredzi!|ściemnia!|kłamie!|histeryzuje!|przesadza!|marudzi!|czepia! się) {pan}
0.85 {pan} (bredzi!|ściemnia!|kłamie!|histeryzuje!|przesadza!|marudzi!|zmyśla!|się czepia!|się wymądrza!|się wykłóca!|szuka dziury|robi z igły|robi z siebie)
0.5 (kończę|kończymy|zakończmy) ~1 (tę|tą|ta) ~1 (rozmowę|dyskusję) ~1
0.8 (koniec|skończ*) ~1 (dyskusji|tematu|rozmowy|kropka|i kropka|gadania|gadki) (^|$|do)
0.85 (i|to) koniec kropka
0.7 (nie da się|tak jest|takie są przepisy|takie są procedury|nie ma|nie można) ~1 i (koniec|kropka|tyle|basta)
0.5 nie życz* sobie ~2 (takiego tonu|takich|takiego|żeby)
0.8 (bez|proszę bez) (łaski|dyskusji|fochów|histerii|pyskowania|scen|cyrków|komentarzy)
0.55 (łaskawie|z łaski swojej) ~3
0.8 z łaski swojej
0.95 (wynocha!|^ wypad! ^|won!|spadaj!|spadajcie!|spływaj!|odczep się|odwal się|odpieprz się|wal się|puknij się|stuknij się|goń się)
0.9 (żegnam|żegnam pana|żegnam panią) ~1 i (proszę|niech) ~1 (więcej|już) nie dzwoni*
0.9 (proszę|niech {pan}) ~2 (więcej|już) ~2 (tu|do nas|do mnie|tutaj) ~1 nie (dzwoni!|dzwonić!|przychodzi!|przychodzić!)
0.8 (nie) ~1 (dzwoni*) ~1 (więcej|już nigdy) ~1 (do mnie|do nas|tu|tutaj)
# Forms of address, insults, vulgar words.
0.75 (człowieku!|kobieto!|babo!|kobito!|paniusiu!|panienko!|paniusia!|kochaniutka!)
0.75 ^ [no] [oj] [ale] (chłopie!|dziadku!|babciu!|złotko!|kotku!|skarbie!|słonko!) ^
0.55 ^ [ale] [no] panie! ^
0.85 (weź!|dajże!|daj!|słuchaj!|uspokój!|zamknij!|idź!|weźże!|nie bądź|nie rób!) ~1 (pan!|pani!) ~1
0.85 (ta|tej|tą|jakaś|głupia|wredna|upierdliwa|nawiedzona) (baba!|babsko!|baby!|babą!|babie!|jędza!|wariatka!|staruch*|zołza!)
0.85 (ten|tego|jakiś|głupi|wredny) (dziad!|dziada!|staruch*|gbur*|wariat!|pieniacz*)
0.85 (dobrał*|dobrali) ~2 (się|oboje) ~1 (oboje|wszyscy|się|jak w korcu)
0.85 (mnie|nas) ~3 do (grobu|szału|rozpaczy|pasji|białej gorączki) ~1 (wpędz*|doprowadz*)
0.85 (wpędz*|doprowadz*) ~3 do (grobu|szału|rozpaczy|pasji|białej gorączki)
0.85 (idiotą!|idiota!|idiotka!|idiotką!|idioto!|idiotko!|idiotyzm!|kretyn*|debil*|głupek|głupku!|głupol*|matoł*|palant*|dureń!|imbecyl*|baran! jeden|tępa! jest|tępy! jest|cham! |chamstw*|chamk*|bezczelność!|bezczelna!|bezczelny!|pajac!|gbur*)
0.9 (kurwa!|kurwę!|kurwy!|kurde!|kurna!|kurczę! pieczone|cholera! jasna|do cholery!|jasna cholera|cholera!|psiakrew|szlag! (by|mnie|trafi)|do diabła!|do licha!|gówno!|gówna!|gównian*|dupa!|dupy!|dupę!|dupie!|pieprzy!|pieprzę!|pieprzon*|pieprzyć!|spieprz*|opieprz*|pierdol*|pierdziel*|spierdal*|jeba!|jebać!|jebany!|jebane!|wkurw*|zajebi*|chuj!|chuja!|sukinsyn*|skurwysyn*)
0.85 (głupie|głupich|idiotyczn*|durne|durnych|bezsensown*) ~1 (pytani*|pytań|gadani*|telefon*|problem*)
0.85 (głupie|głupi*) ~1 (gadanie|baba|babsko|pani!|pan!)
0.9 (bzdury|bzdura|brednie|głupoty|głupstwa|pierdoły|bajki) ~1 {pan} ~1 (opowiada!|gada!|mówi!|wygaduje!|plecie!)
0.9 (opowiada!|gada!|mówi!|wygaduje!|plecie!) {pan} ~1 (bzdury|brednie|głupoty|głupstwa|pierdoły|bajki|od rzeczy)
0.9 {pan} ~1 (opowiada!|gada!|mówi!|wygaduje!|plecie!|opowiadają!) ~1 (bzdury|brednie|głupoty|głupstwa|pierdoły|bajki|od rzeczy)
0.9 (wielka|wielki) ~1 (pani|pan) ~1 się ~1 (znalazł*)
0.85 (pani|pan|hrabia|hrabina|księżniczka) się znalazł*
0.5 no (błagam|litości|proszę was|ludzie) (^|$)
0.4 (ludzie|boże|jezu|matko) ~1 (kochani|święty|drogi|jedyny|boska) ~1
0.8 (ręce|cycki) ~1 opadają
0.8 (co|jak) za (ludzie|człowiek|baba|typ|natręt*|maruda|naród)
0.85 (jaki|jaka) {pan} ~1 (jest) ~1 (tępy!|tępa!|głupi!|głupia!|uparty!|uparta!|nieznośn*|upierdliw*|męcząc*|trudn*|namoln*|natrętn*)
0.85 (niech mnie|proszę mnie) {pan} ~1 nie (rozśmieszać!|rozśmiesza!)
0.6 (każdy|wszyscy) tak (mówi!|mówią!|gadają!) (^|$)
0.7 (czy) ~1 (ja|my) ~1 (wyglądam|wyglądamy) ~1 (na|jak)
0.6 ^ [no] to (pech!|peszek|trudno! i|płacz!|płakać!|szkoda! że)
0.85 jak się {pan} nie podoba ~2 (to) ~1 (proszę|niech|droga|drzwi|może|trudno)
0.85 jak ~1 {pan} (nie pasuje|się nie podoba) ~2 (to) ~1 (proszę|niech|droga|drzwi|może|trudno)
0.55 jak wół
";

static PHRASES: LazyLock<Weighted> = LazyLock::new(|| Weighted::read(PATTERNS));

/// Neighbours of listed wording that are harmless where they cover it.
const HARMLESS: &str = "
# The clerk says it of themselves, or excuses it.
1.0 nie (będę|chcę|chciałem|chciałam|chcemy|chciał*) ~3 (zawraca*|zabierać!|zajmować!|marnować!|trzymać!) ~4
1.0 (żeby|żebym|by|abym) ~2 nie ~3 (zawraca*|zabierać!|marnować!) ~4
1.0 (to|jest|dla mnie|dla nas) (żaden|nie|nie jest|nie żaden) (problem!|kłopot!)
1.0 (jak|tak jak|o czym|to o czym|które|co|o której|o których) ~1 (już|wcześniej|przed chwilą) ~2 (mówiłem!|mówiłam!|powiedziałem!|powiedziałam!|wspomniał*)
1.0 (jak|tak jak) (mówiłem!|mówiłam!|powiedziałem!|powiedziałam!)
1.0 tak jak mówię!
1.0 nie ~1 (ma|było|są|takie) ~1 (głupich|głupie) ~1 (pytań|pytania|pytanie)
1.0 (proszę|niech) ~4 nie ~2 (martwi*|przejmowa*|przejmuje|denerwowa*|denerwuje|śpieszy*|spieszy*|krępow*)
1.0 (nie mam|nie mamy) ~2 (czasu|głowy) ~3 (oddzwonić|rozmawiać teraz|odebrać|podejść)
1.0 (nie umiem|nie potrafię|nie mogę|trudno mi) ~6
1.0 (ktoś|sąsiad*|kolega|mąż|syn|firma|oszust*|naciągacz*|bank*) ~4 (wydzwania*|straszy*|nęka*|wrzeszcz*)
1.0 (żadne|nie jest|to nie) zawracanie ~1
1.0 (zawraca*|zawracać!) ~1 sobie ~3 (głow*)
1.0 sobie ~2 (zawraca*|zawracać!) ~2 (głow*)
1.0 (to|tu) nie ~1 ({pan}) ~1 (wina!|problem!|kłopot!|sprawa!)
# Whether it was understood.
1.0 wszystko ~2 {pan} ~1 (dociera!|dotarło!|doszło!)
1.0 wszystko (dociera!|dotarło!|doszło!) ~3
1.0 (spokojnie|proszę) ~1 (dać|da) mi {pan} ~1 (chwil*|momen*)
";

static HARMLESS_PHRASES: LazyLock<Weighted> = LazyLock::new(|| Weighted::read(HARMLESS));

/// Rude or dismissive wording in an utterance of the agent's, if any is as sure as [`RUDE`].
pub fn rude_wording(words: &[Word]) -> Option<Hit> {
    let line = Line::new(words);
    let harmless = HARMLESS_PHRASES.find(&line, CLEAR);
    let covered = |found: &Found| harmless.iter().any(|(other, _)| other.from < found.to && found.from < other.to);
    let signs = PHRASES.find(&line, CLEAR).into_iter().filter(|(found, _)| clear(found) && !covered(found));
    let signs = signs.filter(|(found, _)| !quoted(line.tokens(), found.from)).collect();
    together(&line, signs).filter(|hit| hit.confidence >= RUDE).or_else(|| orders_about(&line))
}

/// How surely an order in the form of friends, with "pan" or "pani" behind it, is rude.
const ORDERED_ABOUT: f32 = 0.85;

/// "Kup pan latarkę", "zastanów się pani": but "powiedz pani, że oddzwonię" is said to a colleague.
fn orders_about(line: &Line) -> Option<Hit> {
    let tokens = line.tokens();
    let at = (0..tokens.len()).find(|&at| {
        let order = matches!(familiar(&tokens[at]), Some(Familiar::Order)) && tokens[at].mark.is_none();
        let reflexive =
            usize::from(tokens.get(at + 1).is_some_and(|next| matches!(next.text.as_str(), "się" | "sobie")));
        let named = |place: usize| tokens.get(place).is_some_and(|next| next.capital);
        let called = tokens.get(at + 1 + reflexive).is_some_and(|next| next.text == "pan");
        order && called && !named(at + 2 + reflexive)
    })?;
    Some(Hit { words: line.words(at..at + 2), confidence: ORDERED_ABOUT })
}

/// A single word is soon like another ("macham", "latami"), so nearly every sound of it must be right.
fn clear(found: &Found) -> bool {
    found.to - found.from > 1 || found.likeness > 0.95
}

/// Whether somebody else's words are given: "napisał, że to nie nasz problem", "cytuję".
fn quoted(tokens: &[Token], from: usize) -> bool {
    let before = &tokens[from.saturating_sub(6)..from];
    let sentence = before.rsplit(Token::ends_sentence).next().unwrap_or_default();
    sentence.iter().any(|token| {
        let text = token.text.as_str();
        matches!(
            text,
            "cytuję" | "cytat" | "ktoś" | "usłyszała" | "usłyszał" | "usłyszeli" | "napisał" | "napisała" | "napisali"
        ) || matches!(text, "powiedzieli" | "powiedziano" | "mówili" | "odpisali" | "odpisał" | "odpisała")
    })
}
