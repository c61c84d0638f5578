-- What decides whether a later call kept a commitment. `remote` is the other side's number in its normal
-- form, NULL when withheld. `rang_ms` is how long a call rang that nobody answered; NULL where it was
-- answered or passed on, or rang nowhere.
ALTER TABLE calls ADD COLUMN direction TEXT NOT NULL DEFAULT 'inbound';
ALTER TABLE calls ADD COLUMN remote TEXT;
ALTER TABLE calls ADD COLUMN extension TEXT;
ALTER TABLE calls ADD COLUMN rang_ms INTEGER;
UPDATE calls SET
    direction = coalesce(json_extract(facts, '$.direction'), 'inbound'),
    remote = json_extract(facts, '$.remote'),
    extension = json_extract(facts, '$.extension');
CREATE INDEX calls_by_remote ON calls (remote) WHERE remote IS NOT NULL;
CREATE INDEX calls_by_opening ON calls (opened_us);

-- `number` orders lists and is what their page tokens name. `kept_by` is the later call that kept it.
CREATE TABLE commitments (
    number      INTEGER PRIMARY KEY AUTOINCREMENT,
    call_id     TEXT    NOT NULL REFERENCES calls (id) ON DELETE CASCADE,
    check_name  TEXT    NOT NULL CHECK (check_name IN ('missed_call', 'callback_kept')),
    remote      TEXT,
    due_us      INTEGER NOT NULL,
    open_ended  INTEGER NOT NULL,
    said        TEXT    NOT NULL,
    state       TEXT    NOT NULL CHECK (state IN ('open', 'kept', 'breached', 'undetermined')),
    reminded_us INTEGER,
    decided_us  INTEGER,
    reached     INTEGER,
    kept_by     TEXT    REFERENCES calls (id) ON DELETE SET NULL,
    UNIQUE (call_id, check_name)
);
CREATE INDEX commitments_open ON commitments (due_us) WHERE state = 'open';
CREATE INDEX commitments_kept_by ON commitments (kept_by) WHERE kept_by IS NOT NULL;

-- On which days the supervisors of an extension were advised to forward its calls. It holds nothing of a
-- call, so that erasing the calls does not have the advice given again.
CREATE TABLE advice (
    procedure_id TEXT NOT NULL,
    extension    TEXT NOT NULL,
    day          TEXT NOT NULL,
    PRIMARY KEY (procedure_id, extension, day)
);
