//! What callers ask of the way they are spoken to.

use czujka::polish::normalise::words_of;
use czujka::polish::request::{Manner, manner_asked};

#[test]
fn slower_louder_and_again_are_told_apart() {
    let rows = [
        ("Proszę mówić wolniej.", Some(Manner::Slower)),
        ("Czy mogłaby pani mówić powoli?", Some(Manner::Slower)),
        ("Może pan trochę wolniej?", Some(Manner::Slower)),
        ("Wolniej, bo zapisuję.", Some(Manner::Slower)),
        ("Nie tak szybko, proszę.", Some(Manner::Slower)),
        ("Za szybko pani mówi.", Some(Manner::Slower)),
        ("Pan tak szybko mówi, że nie nadążam.", Some(Manner::Slower)),
        ("Nie nadążam.", Some(Manner::Slower)),
        ("Powoli, powoli.", Some(Manner::Slower)),
        ("Głośniej proszę.", Some(Manner::Louder)),
        ("Czy może pani mówić głośniej?", Some(Manner::Louder)),
        ("Słabo pana słyszę.", Some(Manner::Louder)),
        ("Nic nie słychać.", Some(Manner::Louder)),
        ("Ledwo panią słyszę.", Some(Manner::Louder)),
        ("Proszę mówić wyraźniej.", Some(Manner::Louder)),
        ("Pani mówi za cicho.", Some(Manner::Louder)),
        ("Proszę powtórzyć.", Some(Manner::Again)),
        ("Może pani powtórzyć ten numer?", Some(Manner::Again)),
        ("Jeszcze raz poproszę.", Some(Manner::Again)),
        ("Czy może pan powiedzieć to jeszcze raz?", Some(Manner::Again)),
        ("Nie dosłyszałam.", Some(Manner::Again)),
        ("Przepraszam, uciekło mi.", Some(Manner::Again)),
        ("Co proszę?", Some(Manner::Again)),
        ("Ja mówię powoli i niewyraźnie.", None),
        ("Teraz dobrze panią słyszę.", None),
        ("Nie trzeba powtarzać.", None),
        ("Nie, zrozumiałem wszystko.", None),
        ("Dziękuję, wszystko jasne.", None),
        ("Jak się do tego zabrać?", None),
        ("Co trzeba zmienić w dowodzie?", None),
        ("Ten próbny alarm będzie jeszcze raz?", None),
        ("Szybko to poszło.", None),
        ("Chciałabym zapytać o podatek.", None),
    ];
    let asked = |said: &str| manner_asked(&words_of(said)).first().map(|(manner, _)| *manner);
    let wrong: Vec<_> =
        rows.iter().filter(|(said, expected)| asked(said) != *expected).map(|(said, _)| (said, asked(said))).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn two_requests_in_one_breath_are_both_heard() {
    let words = words_of("Proszę mówić trochę wolniej i głośniej, bo słabo słyszę.");
    let mut asked: Vec<_> = manner_asked(&words).into_iter().map(|(manner, _)| manner).collect();
    asked.sort();
    assert_eq!(asked, [Manner::Slower, Manner::Louder]);
}
