use crate::timeline::play;

#[test]
fn an_agent_who_cannot_talk_settles_how_they_will() {
    play(&[
        (
            "a number is asked for in the same breath",
            "0.5-4.0 agent: Urząd Miejski w Białymstoku, słucham
             4.5-7.0 caller: Dzień dobry, dzwonię w sprawie dowozu
             7.5-13.0 agent: Właśnie obsługuję interesanta. Czy mogę prosić o numer telefonu?
             13.5-17.0 caller: Pięćset dwa, trzysta czternaście
             17.5-18.5 agent: Dziękuję
             30.0 hangup
             = callback_offer kept number",
        ),
        (
            "a call is promised at an hour",
            "1.0-4.0 caller: Dzień dobry, mam pytanie o podatek
             4.5-8.0 agent: Nie mogę teraz rozmawiać, mam klienta.
             8.5-9.5 caller: To kiedy?
             10.0-13.0 agent: Oddzwonię do pani jutro o dziesiątej
             20.0 hangup
             = callback_offer kept time",
        ),
        (
            "the caller proposes a time and the agent agrees",
            "1.0-4.0 caller: Dzień dobry, mam pytanie o podatek
             4.5-8.0 agent: Nie mogę teraz rozmawiać, mam klienta.
             8.5-11.0 caller: To może ja zadzwonię jutro o dziewiątej?
             11.5-12.5 agent: Dobrze, proszę bardzo
             20.0 hangup
             = callback_offer kept time",
        ),
        (
            "the caller proposes a time and the agent does not agree",
            "1.0-4.0 caller: Dzień dobry, mam pytanie o podatek
             4.5-8.0 agent: Nie mogę teraz rozmawiać, mam klienta.
             8.5-11.0 caller: To może ja zadzwonię jutro o dziewiątej?
             11.5-12.9 agent: Niestety jutro mnie nie będzie
             20.0 hangup
             ! 13.0-15.0 nudge callback_offer/1
             ! 20.0-24.0 breach callback_offer/1
             = callback_offer breached",
        ),
        (
            "the caller is to call at a day and hour",
            "1.0-4.0 caller: Dzień dobry, mam pytanie o podatek
             4.5-10.0 agent: Jestem w trakcie obsługi, proszę zadzwonić w piątek po dziesiątej
             20.0 hangup
             = callback_offer kept time",
        ),
        (
            "the agent may talk",
            "1.0-4.0 caller: Dzień dobry, mam pytanie o podatek
             4.5-8.0 agent: Oczywiście, już sprawdzam w systemie
             20.0 hangup
             = callback_offer not_applicable",
        ),
    ]);
}

#[test]
fn neither_a_number_nor_a_time_is_reminded_of_and_missed() {
    play(&[
        (
            "six seconds after the statement, then the end",
            "1.0-4.0 caller: Dzień dobry, mam pytanie o podatek
             4.5-9.0 agent: Ja teraz nie mogę rozmawiać, mam tu interesanta przy biurku.
             9.5-18.0 caller: Dobrze, ale ja już dzwonię trzeci raz w tym tygodniu i za każdym razem słyszę to samo
             18.5-22.0 agent: Proszę spróbować po południu, może będzie luźniej
             30.0 hangup
             ! 15.0-16.0 nudge callback_offer/1
             ! 30.0-34.0 breach callback_offer/1
             = callback_offer breached",
        ),
        (
            "a farewell comes before the six seconds",
            "1.0-4.0 caller: Dzień dobry, mam pytanie o podatek
             4.5-8.0 agent: Przepraszam, nie mogę teraz rozmawiać.
             8.5-10.0 caller: Trudno, do widzenia
             12.0 hangup
             ! 10.0-11.5 nudge callback_offer/1
             ! 12.0-16.0 breach callback_offer/1
             = callback_offer breached",
        ),
        (
            "reminded, and put right",
            "1.0-4.0 caller: Dzień dobry, mam pytanie o podatek
             4.5-8.0 agent: Przepraszam, nie mogę teraz rozmawiać.
             9.0-16.0 caller: A ja mam termin do końca miesiąca i bardzo się boję, że przyjdzie komornik
             16.5-20.0 agent: To poproszę numer telefonu, oddzwonię.
             30.0 hangup
             ! 14.0-14.5 nudge callback_offer/1
             ! 20.0-22.0 resolved callback_offer/1
             = callback_offer kept number",
        ),
        (
            "what the agent goes on to say belongs to the statement",
            "1.0-4.0 caller: Dzień dobry, mam pytanie o podatek
             4.5-8.0 agent: Przepraszam, nie mogę teraz rozmawiać.
             8.5-13.0 agent: Mamy dzisiaj naprawdę bardzo dużo pracy od samego rana
             22.0 hangup
             ! 19.0-19.8 nudge callback_offer/1
             ! 22.0-26.0 breach callback_offer/1
             = callback_offer breached",
        ),
        (
            "the agent is speaking as the time comes, and asks for the number",
            "1.0-4.0 caller: Dzień dobry, mam pytanie o podatek
             4.5-8.0 agent: Przepraszam, nie mogę teraz rozmawiać.
             8.5-11.5 caller: A kiedy będzie można się dowiedzieć czegoś?
             12.0-16.0 agent: To może tak, proszę mi zostawić swój numer telefonu
             30.0 hangup
             = callback_offer kept number",
        ),
        (
            "this very call is taken up again in a while",
            "1.0-4.0 caller: Dzień dobry, mam pytanie o podatek
             4.5-8.0 agent: Przepraszam, nie mogę teraz rozmawiać.
             8.5-10.5 agent: Oddzwonię za pół godziny
             20.0 hangup
             = callback_offer kept time",
        ),
    ]);
}

#[test]
fn what_was_made_out_badly_or_lost_shows_nothing() {
    play(&[
        (
            "an offer that could not be made out",
            "1.0-4.0 caller: Dzień dobry, mam pytanie o podatek
             4.5-8.0 agent: Przepraszam, nie mogę teraz rozmawiać.
             8.5-12.0 agent?: proszę muszę numer temat fon u
             13.0-14.0 caller: Do widzenia
             16.0 hangup
             ! 13.0-15.5 nudge callback_offer/1
             = callback_offer undetermined",
        ),
        (
            "sound was lost",
            "1.0-4.0 caller: Dzień dobry, mam pytanie o podatek
             5.0-12.0 lost
             20.0 hangup
             = callback_offer undetermined",
        ),
        (
            "both parties on one channel",
            "one-channel
             4.5-8.0 agent: Przepraszam, nie mogę teraz rozmawiać.
             20.0 hangup
             = callback_offer undetermined",
        ),
    ]);
}
