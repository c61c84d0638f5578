//! What each shipped procedure file makes Czujka monitor, point by point.

use std::fmt::Write as _;

use czujka::alert::Check;
use czujka::detect;
use czujka::procedure::Procedure;

/// One line a check: its point, how literally it is read, who is shown it live.
fn monitored(name: &str) -> String {
    let procedure = Procedure::load(name).expect("it ships");
    let built = detect::build(&procedure).expect("its settings are valid");
    let mut told = format!("{}\n", procedure.title);
    for check in Check::ALL {
        let _ = match procedure.point(*check) {
            None => writeln!(told, "{check}: not monitored"),
            Some(point) => {
                assert!(built.iter().any(|built| built.check == *check), "{check} is monitored, so it must be built");
                let place = point.point.as_deref().unwrap_or("beyond the procedure");
                writeln!(told, "{check}: {place}, {:?}, {:?}, {:?}", point.basis, point.audience, point.severity)
            }
        };
    }
    told.replace("Some(", "").replace(')', "").to_lowercase()
}

#[test]
fn bialystok_monitors_its_sixteen_points() {
    insta::assert_snapshot!("bialystok", monitored("bialystok"));
}

#[test]
fn lomza_monitors_its_sixteen_points_and_serving_out_of_turn() {
    insta::assert_snapshot!("lomza", monitored("lomza"));
}

#[test]
fn a_third_office_needs_no_code() {
    let text =
        "id = \"suwalki\"\ntitle = \"Urząd Miejski w Suwałkach\"\n[office]\nnames = [\"Urząd Miejski w Suwałkach\"]\n
        [checks.hangup_order]\npoint = \"7\"\n[checks.overtalk]\naudience = \"agent\"\n";
    let procedure = Procedure::parse(text, "suwalki.toml").expect("valid");
    let built = detect::build(&procedure).expect("valid");
    assert_eq!(built.iter().map(|built| built.check).collect::<Vec<_>>(), [Check::HangupOrder, Check::Overtalk]);
}
