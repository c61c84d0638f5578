//! The journal's promises, as one story that any database has to tell, and what `SQLite` files add.

mod alerts;
mod calls;
mod commitments;
mod files;
#[path = "../journal_support/mod.rs"]
mod journal_support;

use std::sync::Arc;

use czujka::store::Store;
use journal_support::sqlite;

#[tokio::test]
async fn sqlite_tells_the_story() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = sqlite(&folder.path().join("journal.db")).await;
    tells_the_story(store).await;
}

/// Every part works on the same journal, in this order.
async fn tells_the_story(store: Arc<dyn Store>) {
    alerts::an_alert_is_taken_once(&*store).await;
    calls::a_call_is_resumed_within_a_minute(&*store).await;
    calls::a_call_that_broke_off_is_closed(&*store).await;
    calls::a_scorecard_can_be_replaced(&*store).await;
    calls::lists_come_in_pages(&*store).await;
    alerts::alerts_are_acknowledged(&*store).await;
    alerts::deletions_are_heard_in_order(&*store).await;
    alerts::times_find_their_place(&*store).await;
    commitments::a_commitment_comes_with_the_end_of_its_call(&*store).await;
    commitments::a_step_is_taken_once(&*store).await;
    commitments::later_calls_of_the_number_bear_on_it(&*store).await;
    commitments::erasing_a_call_erases_its_commitment(&*store).await;
    commitments::commitments_are_listed(&*store).await;
    commitments::a_day_is_summed_up(&*store).await;
    commitments::advice_is_given_once_a_day(&*store).await;
    alerts::readers_see_every_number_in_order(store).await;
}
