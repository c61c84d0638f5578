//! Rude or dismissive wording is reported at once, by its words alone.

use crate::timeline::play;

#[test]
fn listed_wording_is_a_breach_at_once() {
    play(&[
        (
            "none is heard",
            "1.0-3.0 caller: Kiedy to będzie naprawione
             3.5-6.0 agent: Bardzo mi przykro, w drugim kwartale
             8.0 hangup
             = courtesy kept",
        ),
        (
            "once",
            "1.0-3.0 caller: Kiedy to będzie naprawione
             3.5-6.0 agent: Niech mi pani nie zawraca głowy
             8.0 hangup
             ! 6.0-7.5 breach courtesy/1
             = courtesy breached",
        ),
        (
            "wording that the office added",
            "with courtesy: wordings = [\"(mości|mocium) panie\"]
             3.5-6.0 agent: A cóż to ma być, mocium panie
             8.0 hangup
             ! 6.0-7.5 breach courtesy/1
             = courtesy breached",
        ),
        (
            "an order in the form of friends",
            "3.5-6.0 agent: Kup pan sobie latarkę
             8.0 hangup
             ! 6.0-7.5 breach courtesy/1
             = courtesy breached",
        ),
        (
            "idioms of contempt",
            "1.0-3.0 caller: Kiedy to będzie naprawione
             3.5-6.0 agent: Niech pan przestanie ględzić
             7.0-8.0 caller: Słucham?
             9.0-11.0 agent: Szkoda na pana mojego czasu
             12.0-13.0 caller: No wie pani
             14.0-16.0 agent: Ta baba mnie wpędzi do grobu
             18.0 hangup
             ! 6.0-7.5 breach courtesy/1
             ! 11.0-12.5 breach courtesy/2
             ! 16.0-17.5 breach courtesy/3
             = courtesy breached",
        ),
        (
            "two phrases in one turn are one occurrence",
            "1.0-3.0 caller: Kiedy to będzie naprawione
             3.5-6.0 agent: No i co ja mam z tym zrobić?
             6.4-9.0 agent: Trzeba było patrzeć pod nogi
             12.0 hangup
             ! 6.0-7.5 breach courtesy/1
             = courtesy breached",
        ),
        (
            "in two turns they are two",
            "1.0-3.0 agent: Nie mam czasu na takie rzeczy
             4.0-6.0 caller: Ja tylko pytam o termin
             7.0-9.0 agent: Ile razy mam powtarzać?
             12.0 hangup
             ! 3.0-4.5 breach courtesy/1
             ! 9.0-10.5 breach courtesy/2
             = courtesy breached",
        ),
        (
            "cut in two by a breath",
            "1.0-2.0 agent: Naprawdę nie mam czasu
             2.6-4.0 agent: na takie rozmowy
             6.0 hangup
             ! 4.0-5.5 breach courtesy/1
             = courtesy breached",
        ),
        (
            "also on hold, and in an outbound call",
            "outbound
             1.0-2.0 caller: Słucham
             3.0-5.0 agent: Ile razy mam jeszcze dzwonić i powtarzać to samo
             5.5 hold
             9.0 resume
             12.0 hangup
             ! 5.0-6.5 breach courtesy/1
             = courtesy breached",
        ),
    ]);
}

#[test]
fn the_callers_words_and_polite_ones_are_none() {
    play(&[
        (
            "the caller is rude",
            "1.0-3.0 caller: Niech mi pani nie zawraca głowy, do cholery
             3.5-6.0 agent: Rozumiem pana zdenerwowanie, zaraz pomogę
             8.0 hangup
             = courtesy kept",
        ),
        (
            "a bystander is rude",
            "1.0-3.0 agent: Dzień dobry, Urząd Miejski w Białymstoku
             5.0-8.0 background: Mam to gdzieś, nie mój problem
             10.0 hangup
             = courtesy kept",
        ),
        (
            "a colleague is to tell her",
            "1.0-4.0 agent: Powiedz pani, że zaraz podejdę
             8.0 hangup
             = courtesy kept",
        ),
        (
            "the agent asks whether it was understood",
            "1.0-4.0 agent: Wszystko do pana dotarło czy coś wytłumaczyć?
             8.0 hangup
             = courtesy kept",
        ),
        (
            "the agent reassures",
            "1.0-5.0 agent: To żaden problem, proszę się nie martwić i spokojnie szukać
             8.0 hangup
             = courtesy kept",
        ),
    ]);
}

#[test]
fn what_was_not_heard_well_accuses_nobody() {
    play(&[
        (
            "listed wording made out badly",
            "3.5-6.0 agent?: Niech mi pani nie zawraca głowy
             8.0 hangup
             = courtesy undetermined",
        ),
        (
            "other words made out badly",
            "3.5-6.0 agent?: Opłata jest jednorazowa
             8.0 hangup
             = courtesy kept",
        ),
        (
            "sound was lost",
            "3.5-6.0 agent: Opłata jest jednorazowa
             7.0-9.0 lost
             12.0 hangup
             = courtesy undetermined",
        ),
        (
            "nobody answered",
            "unanswered
             -9.0 ringing
             3.0 hangup
             = courtesy not_applicable",
        ),
    ]);
}
