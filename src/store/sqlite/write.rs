//! What is written, each within a transaction of the one writer.

use jiff::{SignedDuration, Timestamp};
use sqlx::SqliteConnection;
use uuid::{NoContext, Uuid};

use super::failure::Failure;
use super::{commitments, read, row};
use crate::alert::Scorecard;
use crate::facts::CallFacts;
use crate::private::Private;
use crate::store::{Acknowledgement, Appended, Closing, NewAlert, Opened, RESUME_WITHIN_MS, StoreError, StoredAlert};
use crate::telephone::normal_form;

pub(super) async fn open_call(
    connection: &mut SqliteConnection,
    facts: CallFacts,
    now: Timestamp,
) -> Result<Opened, Failure> {
    let oldest = now.saturating_sub(SignedDuration::from_millis(RESUME_WITHIN_MS)).unwrap_or(now);
    let open: Option<String> = sqlx::query_scalar(
        "SELECT id FROM calls WHERE external_id = $1 AND external_id <> '' AND state = 'running' \
         AND seen_us >= $2 ORDER BY number DESC LIMIT 1",
    )
    .bind(&facts.external_id)
    .bind(oldest.as_microsecond())
    .fetch_optional(&mut *connection)
    .await?;
    let resumed = open.is_some();
    let id = match open {
        Some(id) => {
            alive(connection, &id, now).await?;
            id
        }
        None => insert_call(connection, facts, now).await?,
    };
    let call = read::call_by_id(connection, &id).await?;
    let alerts = read::alerts_of_call(connection, &id).await?;
    Ok(Opened { call, resumed, alerts })
}

async fn insert_call(
    connection: &mut SqliteConnection,
    mut facts: CallFacts,
    now: Timestamp,
) -> Result<String, Failure> {
    let second = u64::try_from(now.as_second()).unwrap_or(0);
    let nanosecond = u32::try_from(now.subsec_nanosecond()).unwrap_or(0);
    let id = Uuid::new_v7(uuid::Timestamp::from_unix(NoContext, second, nanosecond)).to_string();
    // Both are columns of their own.
    facts.call.clear();
    let answered = facts.started.take();
    sqlx::query(
        "INSERT INTO calls (id, external_id, agent_id, facts, state, opened_us, seen_us, answered_us, \
         direction, remote, extension) VALUES ($1, $2, $3, $4, 'running', $5, $5, $6, $7, $8, $9)",
    )
    .bind(&id)
    .bind(&facts.external_id)
    .bind(&facts.agent.id)
    .bind(row::to_json(&facts))
    .bind(now.as_microsecond())
    .bind(answered.map(Timestamp::as_microsecond))
    .bind(row::direction_name(facts.direction))
    .bind(facts.remote.as_ref().and_then(normal_form).map(Private::into_inner))
    .bind(&facts.extension)
    .execute(connection)
    .await?;
    Ok(id)
}

/// A sign of life of a running call; of one that is over, nothing.
async fn alive(connection: &mut SqliteConnection, call: &str, now: Timestamp) -> Result<(), Failure> {
    sqlx::query("UPDATE calls SET seen_us = max(seen_us, $2) WHERE id = $1 AND state = 'running'")
        .bind(call)
        .bind(now.as_microsecond())
        .execute(connection)
        .await?;
    Ok(())
}

pub(super) async fn touch(
    connection: &mut SqliteConnection,
    call: Uuid,
    answered: Option<Timestamp>,
    now: Timestamp,
) -> Result<(), Failure> {
    let id = call.to_string();
    agent_of(connection, call).await?;
    alive(connection, &id, now).await?;
    if let Some(answered) = answered {
        sqlx::query("UPDATE calls SET answered_us = coalesce(answered_us, $2) WHERE id = $1")
            .bind(&id)
            .bind(answered.as_microsecond())
            .execute(connection)
            .await?;
    }
    Ok(())
}

pub(super) async fn append(
    connection: &mut SqliteConnection,
    call: Uuid,
    alerts: Vec<NewAlert>,
    now: Timestamp,
) -> Result<Vec<Appended>, Failure> {
    let agent = agent_of(connection, call).await?;
    alive(connection, &call.to_string(), now).await?;
    let mut appended = Vec::with_capacity(alerts.len());
    for new in alerts {
        let new = row::without_bystander(new);
        let known = read::same_alert(connection, call, &new.alert).await?;
        appended.push(match known {
            Some(stored) => Appended { stored, known: true },
            None => Appended { stored: insert_alert(connection, call, agent.clone(), new, now).await?, known: false },
        });
    }
    Ok(appended)
}

async fn insert_alert(
    connection: &mut SqliteConnection,
    call: Uuid,
    agent: String,
    new: NewAlert,
    now: Timestamp,
) -> Result<StoredAlert, Failure> {
    let seq = next_seq(connection, call, "alert", now).await?;
    let NewAlert { alert, raised_at, answered } = new;
    sqlx::query(
        "INSERT INTO alerts (seq, call_id, check_name, episode, kind, audience, raised_us, answered, alert) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
    )
    .bind(seq)
    .bind(call.to_string())
    .bind(alert.check.as_str())
    .bind(&alert.episode)
    .bind(alert.kind.as_str())
    .bind(alert.audience.as_str())
    .bind(raised_at.map(Timestamp::as_microsecond))
    .bind(answered)
    .bind(row::to_json(&alert))
    .execute(connection)
    .await?;
    Ok(StoredAlert { seq: seq as u64, call, agent, alert, raised_at, answered, acknowledgements: Vec::new() })
}

/// A new place in the journal. Its time never goes back, even when the wall clock does, so that the
/// order by time is the order by number.
async fn next_seq(connection: &mut SqliteConnection, call: Uuid, what: &str, now: Timestamp) -> Result<i64, Failure> {
    let seq = sqlx::query_scalar(
        "INSERT INTO journal (call_id, what, recorded_us) VALUES ($1, $2, \
         max($3, coalesce((SELECT recorded_us FROM journal ORDER BY seq DESC LIMIT 1), $3))) \
         RETURNING seq",
    )
    .bind(call.to_string())
    .bind(what)
    .bind(now.as_microsecond())
    .fetch_one(connection)
    .await?;
    Ok(seq)
}

pub(super) async fn close_call(
    connection: &mut SqliteConnection,
    call: Uuid,
    closing: Closing,
    now: Timestamp,
) -> Result<Vec<Appended>, Failure> {
    let appended = append(connection, call, closing.alerts, now).await?;
    sqlx::query(
        "UPDATE calls SET state = 'closed', ended_us = coalesce(ended_us, $2), rang_ms = coalesce(rang_ms, $3) \
         WHERE id = $1",
    )
    .bind(call.to_string())
    .bind(now.as_microsecond())
    .bind(closing.rang_ms)
    .execute(&mut *connection)
    .await?;
    put_scorecard(connection, call, closing.scorecard).await?;
    Ok(appended)
}

pub(super) async fn close_abandoned(
    connection: &mut SqliteConnection,
    call: Uuid,
    seen: Timestamp,
    scorecard: Scorecard,
) -> Result<bool, Failure> {
    let closed = sqlx::query(
        "UPDATE calls SET state = 'abandoned', ended_us = seen_us \
         WHERE id = $1 AND state = 'running' AND seen_us = $2",
    )
    .bind(call.to_string())
    .bind(seen.as_microsecond())
    .execute(&mut *connection)
    .await?;
    if closed.rows_affected() == 0 {
        return Ok(false);
    }
    put_scorecard(connection, call, scorecard).await?;
    Ok(true)
}

async fn put_scorecard(connection: &mut SqliteConnection, call: Uuid, scorecard: Scorecard) -> Result<(), Failure> {
    let scorecard = commitments::open(connection, call, scorecard).await?;
    write_scorecard(connection, call, scorecard).await
}

pub(super) async fn write_scorecard(
    connection: &mut SqliteConnection,
    call: Uuid,
    scorecard: Scorecard,
) -> Result<(), Failure> {
    sqlx::query(
        "INSERT INTO scorecards (call_id, scorecard) VALUES ($1, $2) \
         ON CONFLICT (call_id) DO UPDATE SET scorecard = excluded.scorecard",
    )
    .bind(call.to_string())
    .bind(row::to_json(&row::scorecard_without_bystander(scorecard)))
    .execute(connection)
    .await?;
    Ok(())
}

pub(super) async fn acknowledge(
    connection: &mut SqliteConnection,
    seq: u64,
    acknowledgement: Acknowledgement,
) -> Result<StoredAlert, Failure> {
    read::alert_in(connection, seq).await?;
    sqlx::query(
        "INSERT INTO acknowledgements (seq, given_by, note, given_us) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (seq, given_by) DO UPDATE SET note = excluded.note",
    )
    .bind(seq as i64)
    .bind(&acknowledgement.by)
    .bind(acknowledgement.note.expose())
    .bind(acknowledgement.at.as_microsecond())
    .execute(&mut *connection)
    .await?;
    read::alert_in(connection, seq).await
}

pub(super) async fn delete_call(connection: &mut SqliteConnection, call: Uuid, now: Timestamp) -> Result<u64, Failure> {
    agent_of(connection, call).await?;
    let tombstone = next_seq(connection, call, "deletion", now).await?;
    let id = call.to_string();
    // Alerts go with their places, acknowledgements with them, the scorecard and commitments with their call.
    sqlx::query("DELETE FROM journal WHERE call_id = $1 AND what = 'alert'")
        .bind(&id)
        .execute(&mut *connection)
        .await?;
    sqlx::query("DELETE FROM calls WHERE id = $1").bind(&id).execute(connection).await?;
    Ok(tombstone as u64)
}

/// The id of a call's agent.
async fn agent_of(connection: &mut SqliteConnection, call: Uuid) -> Result<String, Failure> {
    sqlx::query_scalar("SELECT agent_id FROM calls WHERE id = $1")
        .bind(call.to_string())
        .fetch_optional(connection)
        .await?
        .ok_or_else(|| StoreError::NoSuchCall(call).into())
}
