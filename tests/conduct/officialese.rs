//! Turns of phrase of offices, and how hard sentences are to follow.

use czujka::polish::normalise::words_of;
use czujka::polish::officialese::{difficulty, officialese};

#[test]
fn officialese_is_told_from_plain_speech() {
    for (said, count) in [
        ("Niniejszym zawiadamiam o wszczęciu postępowania.", 2),
        ("Celem uzyskania zaświadczenia winien pan uiścić opłatę.", 2),
        ("W związku z powyższym wnioskodawca zobowiązany jest do przedłożenia oryginału.", 3),
        ("Zgodnie z artykułem trzydziestym kodeksu postępowania administracyjnego.", 1),
        ("Należy dokonać wpłaty w terminie ustawowym.", 2),
        ("Wniosek pozostawia się bez rozpoznania.", 1),
        ("Wniosek trzeba złożyć osobiście, w pokoju numer osiem.", 0),
        ("Proszę przynieść dowód i umowę.", 0),
        ("Ma pani na to trzydzieści dni.", 0),
        ("Chciałabym przedłużyć kartę.", 0),
        ("Zgodnie z tym, co pan mówi, wystarczy kopia.", 0),
        ("Sprawdzę to w systemie i oddzwonię.", 0),
    ] {
        let found = officialese(&words_of(said));
        assert_eq!(found.len(), count, "{said}: {found:?}");
    }
}

#[test]
fn long_words_and_long_sentences_are_hard() {
    let plain = difficulty(&words_of("Wniosek składa pan u nas. Trzeba wziąć dowód. To nic nie kosztuje."))
        .expect("three sentences");
    let hard = difficulty(&words_of(
        "Rozpatrzenie przedmiotowego wniosku nastąpi niezwłocznie po uzupełnieniu zaświadczenia o niezaleganiu, potwierdzającego uregulowanie należności podatkowych.",
    ))
    .expect("one sentence");
    assert!(plain.index < 6.0 && hard.index > 20.0, "{plain:?} {hard:?}");
    assert_eq!((plain.longest_sentence, plain.words), (5, 12));
    assert_eq!(difficulty(&words_of("bez żadnego znaku nie wiadomo")), None);
    assert_eq!(difficulty(&words_of("15.")), None);
}
