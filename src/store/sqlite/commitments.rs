//! Commitments: opened with their call's scorecard, advanced with their alerts, listed.

use jiff::Timestamp;
use sqlx::sqlite::{Sqlite, SqlitePool, SqliteRow};
use sqlx::{QueryBuilder, Row, SqliteConnection};
use uuid::Uuid;

use super::failure::Failure;
use super::{read, row, write};
use crate::alert::{Check, Finding, Scorecard, Verdict};
use crate::private::Private;
use crate::store::{
    Attempt, Change, CommitmentFilter, CommitmentState, CommitmentStep, Page, PageRequest, StoreError,
    StoredCommitment, Waiting, page,
};

/// The columns that [`commitment`] reads.
const COMMITMENT: &str = "commitments.number, commitments.call_id, commitments.check_name, commitments.remote, \
     commitments.due_us, commitments.open_ended, commitments.said, commitments.state, commitments.reminded_us, \
     commitments.decided_us, commitments.reached, calls.agent_id, calls.extension, \
     json_extract(calls.facts, '$.procedure') AS procedure_id";

/// The checks that leave a commitment.
const CHECKS: [Check; 2] = [Check::MissedCall, Check::CallbackKept];

/// Makes the commitments of a scorecard, and gives the scorecard as it is to be stored: with the findings
/// of commitments that were decided before the call was closed once more.
pub(super) async fn open(
    connection: &mut SqliteConnection,
    call: Uuid,
    mut scorecard: Scorecard,
) -> Result<Scorecard, Failure> {
    let id = call.to_string();
    for check in CHECKS {
        let state: Option<String> =
            sqlx::query_scalar("SELECT state FROM commitments WHERE call_id = $1 AND check_name = $2")
                .bind(&id)
                .bind(check.as_str())
                .fetch_optional(&mut *connection)
                .await?;
        if state.is_some_and(|state| state != CommitmentState::Open.as_str()) {
            let decided = stored_scorecard(connection, &id).await?.and_then(|mut card| card.checks.remove(&check));
            scorecard.checks.extend(decided.map(|finding| (check, finding)));
            continue;
        }
        match scorecard.checks.get(&check).filter(|finding| finding.verdict == Verdict::Pending) {
            Some(finding) => insert(connection, &id, check, finding).await?,
            None => {
                sqlx::query("DELETE FROM commitments WHERE call_id = $1 AND check_name = $2")
                    .bind(&id)
                    .bind(check.as_str())
                    .execute(&mut *connection)
                    .await?;
            }
        }
    }
    Ok(scorecard)
}

async fn insert(connection: &mut SqliteConnection, call: &str, check: Check, finding: &Finding) -> Result<(), Failure> {
    let Some(commitment) = &finding.commitment else { return Ok(()) };
    sqlx::query(
        "INSERT INTO commitments (call_id, check_name, remote, due_us, open_ended, said, state) \
         VALUES ($1, $2, (SELECT remote FROM calls WHERE id = $1), $3, $4, $5, 'open') \
         ON CONFLICT (call_id, check_name) DO UPDATE SET due_us = excluded.due_us, \
         open_ended = excluded.open_ended, said = excluded.said",
    )
    .bind(call)
    .bind(check.as_str())
    .bind(commitment.due.timestamp().as_microsecond())
    .bind(commitment.open_ended)
    .bind(commitment.said.expose())
    .execute(connection)
    .await?;
    Ok(())
}

pub(super) async fn advance(
    connection: &mut SqliteConnection,
    step: CommitmentStep,
    now: Timestamp,
) -> Result<bool, Failure> {
    let CommitmentStep { call, check, before, change, alerts } = step;
    let id = call.to_string();
    let taken = match &change {
        Change::Remind => sqlx::query(
            "UPDATE commitments SET reminded_us = $4 \
             WHERE call_id = $1 AND check_name = $2 AND state = $3 AND reminded_us IS NULL",
        )
        .bind(&id)
        .bind(check.as_str())
        .bind(before.as_str())
        .bind(now.as_microsecond()),
        Change::Decide { state, reached, kept_by, .. } => sqlx::query(
            "UPDATE commitments SET state = $4, reached = $5, \
             kept_by = (SELECT id FROM calls WHERE id = $6), decided_us = coalesce(decided_us, $7) \
             WHERE call_id = $1 AND check_name = $2 AND state = $3",
        )
        .bind(&id)
        .bind(check.as_str())
        .bind(before.as_str())
        .bind(state.as_str())
        .bind(*reached)
        .bind(kept_by.map(|id| id.to_string()))
        .bind(now.as_microsecond()),
    };
    if taken.execute(&mut *connection).await?.rows_affected() == 0 {
        return Ok(false);
    }
    write::append(connection, call, alerts, now).await?;
    if let Change::Decide { finding, .. } = change
        && let Some(mut scorecard) = stored_scorecard(connection, &id).await?
    {
        if let Some(stored) = scorecard.checks.get_mut(&check) {
            decide(stored, *finding);
        }
        write::write_scorecard(connection, call, scorecard).await?;
    }
    Ok(true)
}

/// The evidence of the call itself stays; what became of it is added.
fn decide(stored: &mut Finding, decided: Finding) {
    stored.verdict = decided.verdict;
    stored.because = decided.because;
    stored.detail.extend(decided.detail);
}

async fn stored_scorecard(connection: &mut SqliteConnection, call: &str) -> Result<Option<Scorecard>, Failure> {
    let text: Option<String> = sqlx::query_scalar("SELECT scorecard FROM scorecards WHERE call_id = $1")
        .bind(call)
        .fetch_optional(connection)
        .await?;
    Ok(text.map(|text| row::from_json(&text, "scorecard")).transpose()?)
}

pub(super) async fn waiting(pool: &SqlitePool, since: Timestamp) -> Result<Vec<Waiting>, Failure> {
    let mut snapshot = pool.begin().await?;
    let rows = sqlx::query(sqlx::AssertSqlSafe(format!(
        "SELECT {COMMITMENT}, calls.opened_us, calls.answered_us, calls.number AS call_number FROM commitments \
         JOIN calls ON calls.id = commitments.call_id WHERE commitments.state = 'open' \
         OR (commitments.state = 'kept' AND commitments.reached = 0 AND commitments.due_us > $1) \
         ORDER BY commitments.due_us, commitments.number"
    )))
    .bind(since.as_microsecond())
    .fetch_all(&mut *snapshot)
    .await?;
    let mut waiting = Vec::with_capacity(rows.len());
    for found in &rows {
        let opened = row::time(found.try_get("opened_us")?)?;
        waiting.push(Waiting {
            commitment: commitment(found)?,
            opened,
            answered: row::time_in(found, "answered_us")?,
            attempts: attempts(&mut snapshot, found, opened).await?,
        });
    }
    Ok(waiting)
}

/// Calls with the same number, opened later; and those that rang beside it and were answered since,
/// as in a group of telephones that ring together.
async fn attempts(
    connection: &mut SqliteConnection,
    commitment: &SqliteRow,
    opened: Timestamp,
) -> Result<Vec<Attempt>, Failure> {
    let Some(remote) = commitment.try_get::<Option<String>, _>("remote")? else { return Ok(Vec::new()) };
    let number: i64 = commitment.try_get("call_number")?;
    let rows = sqlx::query(
        "SELECT id, direction, opened_us, answered_us, ended_us, rang_ms FROM calls WHERE remote = $1 \
         AND number <> $2 AND (number > $2 OR answered_us >= $3) ORDER BY number",
    )
    .bind(remote)
    .bind(number)
    .bind(opened.as_microsecond())
    .fetch_all(connection)
    .await?;
    rows.iter().map(attempt).collect()
}

fn attempt(found: &SqliteRow) -> Result<Attempt, Failure> {
    Ok(Attempt {
        call: row::uuid(found.try_get("id")?)?,
        direction: row::direction(found.try_get("direction")?)?,
        opened: row::time(found.try_get("opened_us")?)?,
        answered: row::time_in(found, "answered_us")?,
        ended: row::time_in(found, "ended_us")?,
        rang_ms: found.try_get("rang_ms")?,
    })
}

pub(super) async fn list(
    pool: &SqlitePool,
    filter: &CommitmentFilter,
    request: &PageRequest,
) -> Result<Page<StoredCommitment>, Failure> {
    let below = read::below("commitments", filter, request)?;
    let mut query = QueryBuilder::<Sqlite>::new(format!(
        "SELECT {COMMITMENT} FROM commitments JOIN calls ON calls.id = commitments.call_id \
         WHERE commitments.number < "
    ));
    query.push_bind(below);
    read::among(&mut query, "calls.agent_id", filter.agents.iter().cloned());
    read::among(&mut query, "calls.extension", filter.extensions.iter().cloned());
    read::among(&mut query, "commitments.check_name", filter.checks.iter().map(ToString::to_string));
    read::among(&mut query, "commitments.state", filter.states.iter().map(|state| state.as_str().to_owned()));
    query.push(" ORDER BY commitments.number DESC LIMIT ");
    query.push_bind(i64::from(request.size) + 1);
    let rows = query.build().fetch_all(pool).await?;
    let shown = &rows[..rows.len().min(request.size as usize)];
    let items = shown.iter().map(commitment).collect::<Result<_, _>>()?;
    let next = match shown.last() {
        Some(last) if rows.len() > shown.len() => Some(page::token("commitments", filter, last.try_get("number")?)),
        _ => None,
    };
    Ok(Page { items, next })
}

pub(super) async fn get(pool: &SqlitePool, call: Uuid, check: Check) -> Result<StoredCommitment, Failure> {
    let found = sqlx::query(sqlx::AssertSqlSafe(format!(
        "SELECT {COMMITMENT} FROM commitments JOIN calls ON calls.id = commitments.call_id \
         WHERE commitments.call_id = $1 AND commitments.check_name = $2"
    )))
    .bind(call.to_string())
    .bind(check.as_str())
    .fetch_optional(pool)
    .await?;
    found.as_ref().map(commitment).transpose()?.ok_or_else(|| StoreError::NoSuchCommitment(call).into())
}

fn commitment(found: &SqliteRow) -> Result<StoredCommitment, Failure> {
    let check: &str = found.try_get("check_name")?;
    let state: &str = found.try_get("state")?;
    let remote: Option<String> = found.try_get("remote")?;
    Ok(StoredCommitment {
        call: row::uuid(found.try_get("call_id")?)?,
        check: check.parse().map_err(|_| StoreError::Unreadable { column: "check" })?,
        procedure: found.try_get::<Option<String>, _>("procedure_id")?.unwrap_or_default(),
        agent: found.try_get("agent_id")?,
        extension: found.try_get("extension")?,
        remote: remote.map(Private::new),
        due: row::time(found.try_get("due_us")?)?,
        open_ended: found.try_get("open_ended")?,
        said: Private::new(found.try_get("said")?),
        state: CommitmentState::ALL
            .into_iter()
            .find(|known| known.as_str() == state)
            .ok_or(StoreError::Unreadable { column: "state" })?,
        reminded: row::time_in(found, "reminded_us")?,
        decided: row::time_in(found, "decided_us")?,
        reached: found.try_get("reached")?,
    })
}
