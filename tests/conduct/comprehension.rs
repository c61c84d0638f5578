//! Questions whether one was understood, told from the other questions of a call.

use czujka::polish::comprehension::{Form, comprehension_question, sums_up};
use czujka::polish::normalise::words_of;

#[test]
fn a_question_about_all_that_was_said_needs_no_known_verb() {
    let heard = |said: &str| sums_up(&words_of(said)).is_some();
    for said in [
        "I jak, wszystko siadło, czy gdzieś się pogubiliśmy?",
        "Czy coś z tego, co mówiłem, zostało mętne?",
        "Rozumiemy się co do tego, gdzie ma pani iść?",
        "Opowiedziałam to w miarę składnie?",
        "No i co, wszystko już pan sobie poukładał?",
        "Czy cokolwiek pani w tym zgrzyta",
    ] {
        assert!(heard(said), "{said}");
    }
    for said in [
        "Czy mogę w czymś jeszcze pomóc?",
        "Coś jeszcze pani leży na sercu?",
        "Czy to już wszystko?",
        "Ma pan do mnie jeszcze jakąś sprawę?",
        "Gdzie pan to wszystko kupił?",
        "Co pan z tego ma?",
        "A jest pan zadowolony z tego, jak pana obsłużyłyśmy?",
        "Ma pani coś do pisania?",
        "Czy mam dla pani coś załatwić?",
        "Wszystko, dziękuję.",
        "Jaki jest pana adres?",
    ] {
        assert!(!heard(said), "{said}");
    }
}

#[test]
fn comprehension_is_checked_in_four_forms() {
    let form = |said: &str| comprehension_question(&words_of(said)).map(|(form, _)| form);
    let rows = [
        ("Czy wszystko jest już jasne?", Some(Form::Closed)),
        ("Czy to jest dla pani zrozumiałe?", Some(Form::Closed)),
        ("Wszystko jasne?", Some(Form::Closed)),
        ("Czy zdążył pan to zapisać?", Some(Form::Closed)),
        ("Udało się pani zanotować?", Some(Form::Closed)),
        ("Czy mówiłam wystarczająco wyraźnie?", Some(Form::Closed)),
        ("Czy coś budzi pana wątpliwości?", Some(Form::Closed)),
        ("Czy coś tu wymaga wyjaśnienia?", Some(Form::Closed)),
        ("Rozumie pan?", Some(Form::Closed)),
        ("Czy dobrze się zrozumieliśmy?", Some(Form::Closed)),
        ("Wie pani już, co trzeba przygotować?", Some(Form::Closed)),
        ("Czy pan nadąża?", Some(Form::Closed)),
        ("Czy ma pani jakieś pytania?", Some(Form::Open)),
        ("Jakie ma pan jeszcze pytania?", Some(Form::Open)),
        ("Co jest jeszcze niejasne?", Some(Form::Open)),
        ("Czy są jakieś wątpliwości?", Some(Form::Open)),
        ("Proszę mi powiedzieć, co pan do nas przyniesie.", Some(Form::SayBack)),
        ("Czy może pani powtórzyć własnymi słowami, co ustaliłyśmy?", Some(Form::SayBack)),
        ("To co pani teraz przygotuje?", Some(Form::SayBack)),
        ("Czy mam to powtórzyć?", Some(Form::Offer)),
        ("Powiedziałem to po ludzku, czy jeszcze raz tłumaczyć?", Some(Form::Offer)),
        ("Nie poplątałem tego pani za bardzo?", Some(Form::Closed)),
        ("Proszę mi powiedzieć po swojemu, kiedy pani przychodzi i co bierze.", Some(Form::SayBack)),
        ("Ma pan coś do pisania?", None),
        ("Czy powtórzyć jeszcze raz terminy?", Some(Form::Offer)),
        ("Mogę jeszcze raz wyjaśnić, jeśli coś jest niejasne.", Some(Form::Offer)),
        ("Chętnie wytłumaczę to wolniej.", Some(Form::Offer)),
        ("Gdyby coś było niezrozumiałe, proszę pytać.", Some(Form::Offer)),
        ("Czy chciałaby pani, żebym to jeszcze raz objaśniła?", Some(Form::Offer)),
        ("Powtórzyć?", Some(Form::Offer)),
        ("czy fszystko jest jasny", Some(Form::Closed)),
        ("czy mam coś potórzyć", Some(Form::Offer)),
        ("czymapani pytania", Some(Form::Open)),
        ("Czy mogę w czymś jeszcze pomóc?", None),
        ("To jak, z tymi załącznikami jest dla pani zrozumiałe?", Some(Form::Closed)),
        ("A to, o czym mówiłam, brzmi w miarę zrozumiale?", Some(Form::Closed)),
        ("Nie zamotałem tego za bardzo?", Some(Form::Closed)),
        ("Czy przejść przez te punkty jeszcze raz?", Some(Form::Offer)),
        ("Gdyby coś było zagmatwane, opowiem od początku.", Some(Form::Offer)),
        ("Coś z tego przedstawić dokładniej?", Some(Form::Offer)),
        ("Jest coś, o co chciałaby pani dopytać?", Some(Form::Open)),
        ("A gdyby miał pan to opowiedzieć żonie, co by jej pan powiedział?", Some(Form::SayBack)),
        ("Zrozumiałem, a czy pani tam mieszka?", None),
        ("Czy dobrze mnie pani słyszy?", None),
        ("A do kiedy to pana prawo jazdy jest ważne?", None),
        ("A w którym to dokładnie miejscu?", None),
        ("Czy jest w tym coś, co powinnam panu doprecyzować?", Some(Form::Offer)),
        ("Gdyby coś pani umknęło, chętnie opowiem drugi raz.", Some(Form::Offer)),
        ("A dostali państwo jakieś zawiadomienie?", None),
        ("Czy pan to ma przed sobą?", None),
        ("Rozumiem.", None),
        ("Czy dobrze rozumiem, że to był wtorek?", None),
        ("Przepraszam, może pan powtórzyć nazwisko?", None),
        ("Czy taka godzina pani odpowiada?", None),
        ("Kiedy pani składała wniosek?", None),
        ("Proszę powiedzieć, kiedy pan kupił samochód.", None),
        ("Zgadza się?", None),
        ("Czy ma pani przy sobie dowód?", None),
        ("Powtórzę: trzydzieści dni.", None),
        ("Czy ktoś z rodziny może podpisać?", None),
        ("Opłata jest jednorazowa.", None),
        ("Czy wniosek był składany osobiście?", None),
        ("Czy w czymś jeszcze pani pomóc?", None),
        ("Do widzenia.", None),
    ];
    let wrong: Vec<_> = rows
        .iter()
        .filter(|(said, expected)| form(said) != *expected)
        .map(|(said, expected)| (*said, *expected, comprehension_question(&words_of(said))))
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}
