//! Commitments and daily summaries as their clients see them.

use czujka::alert::{Check, Finding, Scorecard, Verdict};
use czujka::proto::v1;
use czujka::store::{Change, CommitmentState, CommitmentStep, Store};
use tonic::Code;
use uuid::Uuid;

use crate::journal_support::{at_ms, open, promised};
use crate::running::Running;

async fn promise(store: &dyn Store, name: &str, agent: &str) -> Uuid {
    let call = open(store, name, agent, 0).await;
    store.close_call(call, &promised(3_600_000).into(), at_ms(60_000)).await.expect("closes");
    call
}

#[tokio::test]
async fn commitments_are_listed_in_pages_and_change_when_they_are_decided() {
    let running = Running::start().await;
    let store = &*running.store;
    let mut calls = Vec::new();
    for number in 0..3 {
        calls.insert(0, promise(store, &format!("p{number}"), "a1").await.to_string());
    }
    promise(store, "other", "a2").await;
    let mut client = running.commitments().await;
    let filter = || v1::CommitmentFilter { agents: vec!["a1".into()], ..Default::default() };
    let (mut listed, mut page_token) = (Vec::new(), String::new());
    loop {
        let request = v1::ListCommitmentsRequest { filter: Some(filter()), page_size: 2, page_token };
        let page = client.list_commitments(request).await.expect("lists").into_inner();
        listed.extend(page.commitments);
        page_token = page.next_page_token;
        if page_token.is_empty() {
            break;
        }
    }
    assert_eq!(listed.iter().map(|one| one.call.clone()).collect::<Vec<_>>(), calls);
    assert_eq!(listed[0].due_time, Some(czujka::proto::timestamp_message(at_ms(3_600_000))));

    let step = CommitmentStep {
        call: calls[0].parse().expect("an id"),
        check: Check::CallbackKept,
        before: CommitmentState::Open,
        change: Change::Decide {
            state: CommitmentState::Kept,
            reached: Some(true),
            kept_by: None,
            finding: Finding::new(Verdict::Kept, "called back").into(),
        },
        alerts: Vec::new(),
    };
    assert!(store.advance_commitment(&step, at_ms(9)).await.expect("decides"));
    let name = listed[0].name.clone();
    let got = client.get_commitment(v1::GetCommitmentRequest { name }).await.expect("is there").into_inner();
    assert_eq!((got.state(), got.reached), (v1::commitment::State::Kept, Some(true)));
    assert_eq!(got.decide_time, Some(czujka::proto::timestamp_message(at_ms(9))));
    let mut open_ones = filter();
    open_ones.states.push(v1::commitment::State::Open.into());
    let request = v1::ListCommitmentsRequest { filter: Some(open_ones), ..Default::default() };
    assert_eq!(client.list_commitments(request).await.expect("lists").into_inner().commitments.len(), 2);

    let name = format!("calls/{}", calls[1]);
    let mut client = running.calls().await;
    let call = client.get_call(v1::GetCallRequest { name }).await.expect("is there").into_inner();
    let finding = &call.scorecard.expect("is over").checks["callback_kept"];
    assert_eq!(finding.verdict(), v1::Verdict::Pending);
    assert_eq!(finding.commitment.as_ref().expect("it is owed").said, "za godzinę");
}

#[tokio::test]
async fn a_day_is_summed_up_by_office() {
    let running = Running::start().await;
    let store = &*running.store;
    for (number, verdict) in
        [Verdict::Kept, Verdict::Kept, Verdict::Breached, Verdict::NotApplicable].into_iter().enumerate()
    {
        let call = open(store, &format!("d{number}"), "a1", 0).await;
        let findings = [
            (Check::WaitNotice, Finding::new(verdict, "")),
            (Check::Introduction, Finding::new(Verdict::Undetermined, "")),
            (Check::Overtalk, Finding::new(Verdict::NotMonitored, "")),
        ];
        store.close_call(call, &Scorecard { checks: findings.into() }.into(), at_ms(1)).await.expect("closes");
    }
    let mut client = running.summaries().await;
    let request = |name: &str, procedures: &[&str]| v1::GetDailySummaryRequest {
        name: name.to_owned(),
        procedures: procedures.iter().map(ToString::to_string).collect(),
    };
    let day = "dailySummaries/2026-11-21";
    let summary = client.get_daily_summary(request(day, &[])).await.expect("sums up").into_inner();
    let check = |name: &str| v1::CheckSummary { check: name.to_owned(), ..Default::default() };
    let wanted = v1::DailySummary {
        name: day.to_owned(),
        offices: vec![v1::OfficeSummary {
            procedure: "bialystok".to_owned(),
            call_count: 4,
            checks: vec![
                v1::CheckSummary { undetermined_count: 4, ..check("introduction") },
                v1::CheckSummary { kept_count: 2, breached_count: 1, not_applicable_count: 1, ..check("wait_notice") },
            ],
        }],
    };
    assert_eq!(summary, wanted);
    for (name, procedures) in [(day, &["lomza"][..]), ("dailySummaries/2026-11-20", &[])] {
        let none = client.get_daily_summary(request(name, procedures)).await.expect("sums up").into_inner();
        assert!(none.offices.is_empty(), "{name} {procedures:?}");
    }
}

#[tokio::test]
async fn bad_names_and_filters_are_refused_with_the_field() {
    let running = Running::start().await;
    let (mut commitments, mut summaries) = (running.commitments().await, running.summaries().await);
    let nobody = Uuid::from_u128(1);
    for (name, code) in [
        (String::new(), Code::InvalidArgument),
        (format!("calls/{nobody}"), Code::InvalidArgument),
        (format!("calls/{nobody}/commitments/curtsy"), Code::InvalidArgument),
        (format!("calls/{nobody}/commitments/missed_call"), Code::NotFound),
    ] {
        let refused = commitments.get_commitment(v1::GetCommitmentRequest { name: name.clone() }).await;
        assert_eq!(refused.expect_err("refused").code(), code, "{name}");
    }
    for (filter, field) in [
        (v1::CommitmentFilter { checks: vec!["curtsy".into()], ..Default::default() }, "filter.checks[0]"),
        (v1::CommitmentFilter { states: vec![0], ..Default::default() }, "filter.states[0]"),
        (v1::CommitmentFilter { extensions: vec![String::new(); 101], ..Default::default() }, "filter.extensions"),
    ] {
        let request = v1::ListCommitmentsRequest { filter: Some(filter), ..Default::default() };
        let refused = commitments.list_commitments(request).await.expect_err("refused");
        assert_eq!(refused.code(), Code::InvalidArgument);
        assert!(refused.message().contains(field), "{refused}");
    }
    for name in
        ["", "2026-07-10", "dailySummaries/2026-02-30", "dailySummaries/today", "dailySummaries/2026-07-10T12:00"]
    {
        let request = v1::GetDailySummaryRequest { name: name.to_owned(), procedures: Vec::new() };
        let refused = summaries.get_daily_summary(request).await.expect_err("refused");
        assert_eq!(refused.code(), Code::InvalidArgument, "{name}");
        assert!(refused.message().contains("name"), "{refused}");
    }
}
