//! Figures over many calls: how a day went, and whose calls are missed often.

use std::ops::Range;

use jiff::Timestamp;
use jiff::civil::Date;
use sqlx::sqlite::SqlitePool;
use sqlx::{Row, SqliteConnection};

use super::failure::Failure;
use super::{row, write};
use crate::store::{Advice, OftenMissed, StoreError, Summary, Tally};

pub(super) async fn summarise(pool: &SqlitePool, times: Range<Timestamp>) -> Result<Summary, Failure> {
    let mut snapshot = pool.begin().await?;
    let calls = sqlx::query(
        "SELECT json_extract(calls.facts, '$.procedure') AS procedure_id, count(*) AS calls \
         FROM calls JOIN scorecards ON scorecards.call_id = calls.id \
         WHERE coalesce(calls.answered_us, calls.opened_us) >= $1 \
         AND coalesce(calls.answered_us, calls.opened_us) < $2 GROUP BY procedure_id ORDER BY procedure_id",
    )
    .bind(times.start.as_microsecond())
    .bind(times.end.as_microsecond())
    .fetch_all(&mut *snapshot)
    .await?;
    let tallies = sqlx::query(
        "SELECT json_extract(calls.facts, '$.procedure') AS procedure_id, each.key AS check_name, \
         json_extract(each.value, '$.verdict') AS verdict, count(*) AS calls \
         FROM calls JOIN scorecards ON scorecards.call_id = calls.id, json_each(scorecards.scorecard) AS each \
         WHERE coalesce(calls.answered_us, calls.opened_us) >= $1 \
         AND coalesce(calls.answered_us, calls.opened_us) < $2 GROUP BY procedure_id, check_name, verdict",
    )
    .bind(times.start.as_microsecond())
    .bind(times.end.as_microsecond())
    .fetch_all(&mut *snapshot)
    .await?;
    let mut summary = Summary::default();
    for found in &calls {
        summary.calls.push((found.try_get("procedure_id")?, found.try_get("calls")?));
    }
    for found in &tallies {
        let (check, verdict): (&str, &str) = (found.try_get("check_name")?, found.try_get("verdict")?);
        summary.tallies.push(Tally {
            procedure: found.try_get("procedure_id")?,
            check: check.parse().map_err(|_| StoreError::Unreadable { column: "check" })?,
            verdict: verdict.parse().map_err(|_| StoreError::Unreadable { column: "verdict" })?,
            calls: found.try_get("calls")?,
        });
    }
    summary.tallies.sort_by(|one, other| {
        (&one.procedure, one.check, one.verdict).cmp(&(&other.procedure, other.check, other.verdict))
    });
    Ok(summary)
}

pub(super) async fn often_missed(
    pool: &SqlitePool,
    day: Date,
    times: Range<Timestamp>,
    count: u32,
) -> Result<Vec<OftenMissed>, Failure> {
    // With max(), SQLite takes the other columns from the row of the maximum.
    let rows = sqlx::query(
        "SELECT max(number) AS last, count(*) AS missed, id, facts, opened_us, answered_us \
         FROM calls WHERE direction = 'inbound' AND answered_us IS NULL AND rang_ms IS NOT NULL \
         AND coalesce(extension, '') <> '' AND opened_us >= $1 AND opened_us < $2 \
         AND NOT EXISTS (SELECT 1 FROM advice WHERE advice.extension = calls.extension AND advice.day = $4 \
         AND advice.procedure_id = json_extract(calls.facts, '$.procedure')) \
         GROUP BY json_extract(facts, '$.procedure'), extension HAVING count(*) >= $3",
    )
    .bind(times.start.as_microsecond())
    .bind(times.end.as_microsecond())
    .bind(count)
    .bind(day.to_string())
    .fetch_all(pool)
    .await?;
    let missed = |found: &sqlx::sqlite::SqliteRow| {
        Ok(OftenMissed {
            call: row::uuid(found.try_get("id")?)?,
            facts: row::from_json(found.try_get("facts")?, "facts")?,
            opened: row::time(found.try_get("opened_us")?)?,
            count: found.try_get("missed")?,
        })
    };
    rows.iter().map(missed).collect()
}

pub(super) async fn advise(connection: &mut SqliteConnection, advice: Advice, now: Timestamp) -> Result<bool, Failure> {
    let given = sqlx::query(
        "INSERT INTO advice (procedure_id, extension, day) SELECT $1, $2, $3 \
         WHERE EXISTS (SELECT 1 FROM calls WHERE id = $4) ON CONFLICT DO NOTHING",
    )
    .bind(&advice.procedure)
    .bind(&advice.extension)
    .bind(advice.day.to_string())
    .bind(advice.call.to_string())
    .execute(&mut *connection)
    .await?;
    if given.rows_affected() == 0 {
        return Ok(false);
    }
    write::append(connection, advice.call, vec![advice.alert], now).await?;
    Ok(true)
}
