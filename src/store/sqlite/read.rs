//! What is read. Every operation sees one state of the database: that of its first query.

use jiff::{SignedDuration, Timestamp};
use sqlx::sqlite::{Sqlite, SqlitePool};
use sqlx::{QueryBuilder, Row, SqliteConnection};
use uuid::Uuid;

use super::failure::Failure;
use super::row;
use super::writer::last_seq;
use crate::alert::Alert;
use crate::store::{
    AlertFilter, Batch, CallFilter, Entry, Page, PageRequest, RESUME_WITHIN_MS, StoreError, StoredAlert, StoredCall,
    page,
};

pub(super) type Error = Failure;

/// Places of the journal looked at in one read, so that a narrow filter over a long journal holds up
/// nobody and hands out bookmarks on its way.
const SCAN: u64 = 10_000;

pub(super) async fn journal(pool: &SqlitePool, after: u64, filter: &AlertFilter, limit: u32) -> Result<Batch, Error> {
    let mut snapshot = pool.begin().await?;
    let last = last_seq(&mut snapshot).await?;
    let end = after.saturating_add(SCAN).min(last);
    let limit = limit.max(1);
    let mut query = QueryBuilder::<Sqlite>::new(format!(
        "SELECT journal.seq AS place, journal.call_id AS of_call, journal.what, {} FROM journal \
         LEFT JOIN alerts ON alerts.seq = journal.seq LEFT JOIN calls ON calls.id = alerts.call_id \
         WHERE journal.seq > ",
        row::ALERT
    ));
    query.push_bind(after as i64).push(" AND journal.seq <= ");
    query.push_bind(end as i64);
    among(&mut query, "journal.call_id", ids(&filter.calls));
    query.push(" AND (journal.what = 'deletion' OR (1 = 1");
    by_alert(&mut query, filter);
    query.push(")) ORDER BY journal.seq LIMIT ").push_bind(limit);
    let rows = query.build().fetch_all(&mut *snapshot).await?;
    let mut entries = Vec::with_capacity(rows.len());
    for found in &rows {
        entries.push(if found.try_get::<&str, _>("what")? == "deletion" {
            Entry::Deleted {
                seq: found.try_get::<i64, _>("place")? as u64,
                call: row::uuid(found.try_get("of_call")?)?,
            }
        } else {
            Entry::Alert(Box::new(row::alert(found)?))
        });
    }
    let alerts = entries.iter_mut().filter_map(|entry| match entry {
        Entry::Alert(alert) => Some(&mut **alert),
        Entry::Deleted { .. } => None,
    });
    acknowledgements(&mut snapshot, alerts.collect()).await?;
    let read_to = match entries.last() {
        Some(entry) if entries.len() == limit as usize => entry.seq(),
        _ => end.max(after),
    };
    Ok(Batch { entries, read_to })
}

pub(super) async fn place_before(pool: &SqlitePool, time: Timestamp) -> Result<u64, Error> {
    let mut snapshot = pool.begin().await?;
    let first: Option<i64> = sqlx::query_scalar("SELECT min(seq) FROM journal WHERE recorded_us >= $1")
        .bind(time.as_microsecond())
        .fetch_one(&mut *snapshot)
        .await?;
    match first {
        Some(seq) => Ok(seq as u64 - 1),
        None => Ok(last_seq(&mut snapshot).await?),
    }
}

pub(super) async fn list_alerts(
    pool: &SqlitePool,
    filter: &AlertFilter,
    request: &PageRequest,
) -> Result<Page<StoredAlert>, Error> {
    let below = below("alerts", filter, request)?;
    let mut snapshot = pool.begin().await?;
    let mut query = QueryBuilder::<Sqlite>::new(format!(
        "SELECT {} FROM alerts JOIN calls ON calls.id = alerts.call_id WHERE alerts.seq < ",
        row::ALERT
    ));
    query.push_bind(below);
    among(&mut query, "alerts.call_id", ids(&filter.calls));
    by_alert(&mut query, filter);
    query.push(" ORDER BY alerts.seq DESC LIMIT ");
    query.push_bind(i64::from(request.size) + 1);
    let rows = query.build().fetch_all(&mut *snapshot).await?;
    let mut items = rows.iter().map(row::alert).collect::<Result<Vec<_>, _>>()?;
    let more = items.len() > request.size as usize;
    items.truncate(request.size as usize);
    acknowledgements(&mut snapshot, items.iter_mut().collect()).await?;
    let last = items.last().filter(|_| more);
    let next = last.map(|last| page::token("alerts", filter, last.seq as i64));
    Ok(Page { items, next })
}

pub(super) async fn list_calls(
    pool: &SqlitePool,
    filter: &CallFilter,
    request: &PageRequest,
) -> Result<Page<StoredCall>, Error> {
    let below = below("calls", filter, request)?;
    let mut query = QueryBuilder::<Sqlite>::new(format!("SELECT {} FROM calls WHERE calls.number < ", row::CALL));
    query.push_bind(below);
    among(&mut query, "calls.agent_id", filter.agents.iter().cloned());
    let external_ids = filter.external_ids.iter().cloned();
    among(&mut query, "calls.external_id", external_ids);
    let states = filter.states.iter().map(|state| state.as_str().to_owned());
    among(&mut query, "calls.state", states);
    query.push(" ORDER BY calls.number DESC LIMIT ");
    query.push_bind(i64::from(request.size) + 1);
    let rows = query.build().fetch_all(pool).await?;
    let shown = &rows[..rows.len().min(request.size as usize)];
    let items = shown.iter().map(row::call).collect::<Result<_, _>>()?;
    let next = match shown.last() {
        Some(last) if rows.len() > shown.len() => Some(page::token("calls", filter, last.try_get("number")?)),
        _ => None,
    };
    Ok(Page { items, next })
}

pub(super) async fn alert(pool: &SqlitePool, seq: u64) -> Result<StoredAlert, Error> {
    let mut snapshot = pool.begin().await?;
    alert_in(&mut snapshot, seq).await
}

pub(super) async fn alert_in(connection: &mut SqliteConnection, seq: u64) -> Result<StoredAlert, Error> {
    let mut found = alerts_where(connection, "alerts.seq = ", seq as i64).await?;
    found.pop().ok_or_else(|| StoreError::NoSuchAlert(seq).into())
}

pub(super) async fn alerts_of_call(connection: &mut SqliteConnection, call: &str) -> Result<Vec<StoredAlert>, Error> {
    alerts_where(connection, "alerts.call_id = ", call.to_owned()).await
}

/// The alert that a call already has with the same check, episode and kind.
pub(super) async fn same_alert(
    connection: &mut SqliteConnection,
    call: Uuid,
    alert: &Alert,
) -> Result<Option<StoredAlert>, Error> {
    let seq: Option<i64> = sqlx::query_scalar(
        "SELECT seq FROM alerts WHERE call_id = $1 AND check_name = $2 AND episode = $3 AND kind = $4",
    )
    .bind(call.to_string())
    .bind(alert.check.as_str())
    .bind(&alert.episode)
    .bind(alert.kind.as_str())
    .fetch_optional(&mut *connection)
    .await?;
    match seq {
        Some(seq) => alert_in(connection, seq as u64).await.map(Some),
        None => Ok(None),
    }
}

pub(super) async fn call(pool: &SqlitePool, id: Uuid) -> Result<StoredCall, Error> {
    let mut snapshot = pool.begin().await?;
    let id = id.to_string();
    let mut call = call_by_id(&mut snapshot, &id).await?;
    let scorecard: Option<String> = sqlx::query_scalar("SELECT scorecard FROM scorecards WHERE call_id = $1")
        .bind(&id)
        .fetch_optional(&mut *snapshot)
        .await?;
    call.scorecard = match scorecard {
        Some(text) => Some(row::from_json(&text, "scorecard")?),
        None => None,
    };
    Ok(call)
}

pub(super) async fn call_by_id(connection: &mut SqliteConnection, id: &str) -> Result<StoredCall, Error> {
    let mut query = QueryBuilder::<Sqlite>::new(format!("SELECT {} FROM calls WHERE calls.id = ", row::CALL));
    query.push_bind(id);
    match query.build().fetch_optional(connection).await? {
        Some(found) => row::call(&found),
        None => Err(StoreError::NoSuchCall(row::uuid(id)?).into()),
    }
}

pub(super) async fn abandoned(pool: &SqlitePool, now: Timestamp) -> Result<Vec<(StoredCall, Vec<StoredAlert>)>, Error> {
    let oldest = now.saturating_sub(SignedDuration::from_millis(RESUME_WITHIN_MS)).unwrap_or(now);
    let mut snapshot = pool.begin().await?;
    let mut query = QueryBuilder::<Sqlite>::new(format!(
        "SELECT {} FROM calls WHERE calls.state = 'running' AND calls.seen_us < ",
        row::CALL
    ));
    query.push_bind(oldest.as_microsecond());
    query.push(" ORDER BY calls.number");
    let rows = query.build().fetch_all(&mut *snapshot).await?;
    let mut calls = Vec::with_capacity(rows.len());
    for found in &rows {
        let call = row::call(found)?;
        let alerts = alerts_of_call(&mut snapshot, &call.facts.call).await?;
        calls.push((call, alerts));
    }
    Ok(calls)
}

async fn alerts_where<'v, V>(
    connection: &mut SqliteConnection,
    condition: &str,
    value: V,
) -> Result<Vec<StoredAlert>, Error>
where
    V: sqlx::Encode<'v, Sqlite> + sqlx::Type<Sqlite>,
{
    let mut query = QueryBuilder::<Sqlite>::new(format!(
        "SELECT {} FROM alerts JOIN calls ON calls.id = alerts.call_id WHERE {condition}",
        row::ALERT
    ));
    query.push_bind(value).push(" ORDER BY alerts.seq");
    let rows = query.build().fetch_all(&mut *connection).await?;
    let mut found = rows.iter().map(row::alert).collect::<Result<Vec<_>, _>>()?;
    acknowledgements(connection, found.iter_mut().collect()).await?;
    Ok(found)
}

/// Fills in who has seen these alerts, which are in order of their numbers, up or down.
async fn acknowledgements(connection: &mut SqliteConnection, mut alerts: Vec<&mut StoredAlert>) -> Result<(), Error> {
    alerts.sort_by_key(|alert| alert.seq);
    let (Some(first), Some(last)) = (alerts.first(), alerts.last()) else {
        return Ok(());
    };
    let rows = sqlx::query(
        "SELECT seq, given_by, note, given_us FROM acknowledgements WHERE seq BETWEEN $1 AND $2 \
         ORDER BY seq, given_us, given_by",
    )
    .bind(first.seq as i64)
    .bind(last.seq as i64)
    .fetch_all(connection)
    .await?;
    for found in &rows {
        let seq = found.try_get::<i64, _>("seq")? as u64;
        if let Ok(index) = alerts.binary_search_by_key(&seq, |alert| alert.seq) {
            let given = row::acknowledgement(found)?;
            alerts[index].acknowledgements.push(given);
        }
    }
    Ok(())
}

fn by_alert(query: &mut QueryBuilder<Sqlite>, filter: &AlertFilter) {
    among(query, "calls.agent_id", filter.agents.iter().cloned());
    among(query, "alerts.check_name", filter.checks.iter().map(ToString::to_string));
    among(query, "alerts.kind", filter.kinds.iter().map(ToString::to_string));
    among(query, "alerts.audience", filter.audiences.iter().map(ToString::to_string));
}

/// `AND column IN (…)`, or nothing where every value will do.
pub(super) fn among(query: &mut QueryBuilder<Sqlite>, column: &str, values: impl ExactSizeIterator<Item = String>) {
    if values.len() == 0 {
        return;
    }
    query.push(" AND ").push(column).push(" IN (");
    let mut list = query.separated(", ");
    for value in values {
        list.push_bind(value);
    }
    query.push(")");
}

fn ids(calls: &[Uuid]) -> impl ExactSizeIterator<Item = String> {
    calls.iter().map(Uuid::to_string)
}

/// The number below which a page begins.
pub(super) fn below(list: &str, filter: &impl std::fmt::Debug, request: &PageRequest) -> Result<i64, StoreError> {
    match &request.token {
        Some(token) => page::cursor(list, filter, token),
        None => Ok(i64::MAX),
    }
}
