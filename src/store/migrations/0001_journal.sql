-- Times are microseconds since 1970; call ids are UUIDs in their text form.

-- AUTOINCREMENT never gives a number twice, even after the last row was erased. `what` is 'alert' or
-- 'deletion'; a deletion stays when its call is gone.
CREATE TABLE journal (
    seq         INTEGER PRIMARY KEY AUTOINCREMENT,
    call_id     TEXT    NOT NULL,
    what        TEXT    NOT NULL CHECK (what IN ('alert', 'deletion')),
    recorded_us INTEGER NOT NULL
);
CREATE INDEX journal_by_time ON journal (recorded_us);
CREATE INDEX journal_by_call ON journal (call_id);

-- `number` orders lists and is what their page tokens name.
CREATE TABLE calls (
    number      INTEGER PRIMARY KEY AUTOINCREMENT,
    id          TEXT    NOT NULL UNIQUE,
    external_id TEXT    NOT NULL,
    agent_id    TEXT    NOT NULL,
    facts       TEXT    NOT NULL,
    state       TEXT    NOT NULL CHECK (state IN ('running', 'closed', 'abandoned')),
    opened_us   INTEGER NOT NULL,
    seen_us     INTEGER NOT NULL,
    answered_us INTEGER,
    ended_us    INTEGER
);
CREATE INDEX calls_by_external_id ON calls (external_id);
CREATE INDEX calls_by_agent ON calls (agent_id);
CREATE INDEX calls_running ON calls (seen_us) WHERE state = 'running';

CREATE TABLE alerts (
    seq        INTEGER PRIMARY KEY REFERENCES journal (seq) ON DELETE CASCADE,
    call_id    TEXT    NOT NULL REFERENCES calls (id) ON DELETE CASCADE,
    check_name TEXT    NOT NULL,
    episode    TEXT    NOT NULL,
    kind       TEXT    NOT NULL,
    audience   TEXT    NOT NULL,
    raised_us  INTEGER,
    answered   INTEGER NOT NULL,
    alert      TEXT    NOT NULL,
    UNIQUE (call_id, check_name, episode, kind)
);

CREATE TABLE scorecards (
    call_id   TEXT PRIMARY KEY REFERENCES calls (id) ON DELETE CASCADE,
    scorecard TEXT NOT NULL
);

CREATE TABLE acknowledgements (
    seq      INTEGER NOT NULL REFERENCES alerts (seq) ON DELETE CASCADE,
    given_by TEXT    NOT NULL,
    note     TEXT    NOT NULL,
    given_us INTEGER NOT NULL,
    PRIMARY KEY (seq, given_by)
);
