-- The ledger in its first shape. Moments are RFC 3339 texts with nanoseconds and +07:00, so that they sort as text
-- and an auditor can read them.

-- Looks at the inbox. `finished` only when the whole scan is recorded.
CREATE TABLE scans (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  at TEXT NOT NULL,
  finished INTEGER NOT NULL DEFAULT 0,
  present INTEGER                     -- folders that were there
);
-- The areas of the inbox that a finished scan listed without any trouble.
CREATE TABLE scan_folders (
  scan INTEGER NOT NULL REFERENCES scans(id),
  folder TEXT NOT NULL,
  PRIMARY KEY (folder, scan)
) WITHOUT ROWID;

-- One line for each content seen at a path; append only, chained.
CREATE TABLE receipts (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  prev_hash TEXT NOT NULL,
  hash TEXT NOT NULL UNIQUE,
  path TEXT NOT NULL,
  folder TEXT NOT NULL,               -- JSON of model::inbox::Folder
  sha256 TEXT NOT NULL,
  size INTEGER NOT NULL,
  modified_at TEXT,
  server_time TEXT,
  scan INTEGER NOT NULL REFERENCES scans(id),
  first_seen TEXT NOT NULL,
  last_scan_before TEXT
);
CREATE INDEX receipts_by_content ON receipts(sha256);

-- What lies in the inbox as it was seen last.
CREATE TABLE inbox_state (
  path TEXT PRIMARY KEY,
  size INTEGER NOT NULL,
  modified_ns INTEGER NOT NULL,
  sha256 TEXT NOT NULL,
  receipt INTEGER NOT NULL REFERENCES receipts(seq)
) WITHOUT ROWID;
-- Files that have not arrived yet.
CREATE TABLE arriving (
  path TEXT PRIMARY KEY,
  size INTEGER NOT NULL,
  modified_ns INTEGER NOT NULL,
  first_seen TEXT NOT NULL,           -- since when it has had this size and time
  scan INTEGER NOT NULL REFERENCES scans(id),
  looks INTEGER NOT NULL              -- how many scans saw it so
) WITHOUT ROWID;

-- What contents were read as: rebuilt from the archive when the reader changes.
CREATE TABLE contents (
  sha256 TEXT PRIMARY KEY,
  reader TEXT NOT NULL,
  body BLOB NOT NULL
) WITHOUT ROWID;
-- Contents taken out of the archive because they bear a mark of secrecy.
CREATE TABLE secrets (
  sha256 TEXT PRIMARY KEY,
  at TEXT NOT NULL
) WITHOUT ROWID;

-- Valid registers in the order in which they came into use.
CREATE TABLE registers (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  sha256 TEXT NOT NULL,
  at TEXT NOT NULL,
  note TEXT NOT NULL
);

CREATE TABLE freezes (
  period TEXT PRIMARY KEY,
  body TEXT NOT NULL                  -- JSON of model::submission::Freeze
) WITHOUT ROWID;

-- Append only, chained.
CREATE TABLE releases (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  prev_hash TEXT NOT NULL,
  hash TEXT NOT NULL UNIQUE,
  period TEXT NOT NULL,
  version INTEGER NOT NULL,
  at TEXT NOT NULL,
  late INTEGER NOT NULL,
  register_sha256 TEXT NOT NULL,
  config_sha256 TEXT NOT NULL,
  body TEXT NOT NULL,                 -- JSON of ReleaseRecord
  UNIQUE (period, version)
);
CREATE TABLE history (
  period TEXT NOT NULL,
  version INTEGER NOT NULL,
  body TEXT NOT NULL,                 -- JSON of model::history::History
  PRIMARY KEY (period, version)
) WITHOUT ROWID;
-- Admissions and reopenings: append only, chained.
CREATE TABLE exceptions (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  prev_hash TEXT NOT NULL,
  hash TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL CHECK (kind IN ('admission', 'reopening')),
  period TEXT NOT NULL,
  body TEXT NOT NULL
);

CREATE TABLE runs (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  at TEXT NOT NULL,
  command TEXT NOT NULL,
  exit_code INTEGER                   -- none: still running, or killed
);
CREATE TABLE verdicts (
  receipt INTEGER NOT NULL REFERENCES receipts(seq),
  run INTEGER NOT NULL REFERENCES runs(id),
  outcome TEXT NOT NULL,
  period TEXT,
  agency TEXT,
  findings TEXT NOT NULL,             -- JSON of RecordedFinding
  PRIMARY KEY (receipt, run)
) WITHOUT ROWID;
CREATE TABLE outputs (
  path TEXT PRIMARY KEY,
  kind TEXT NOT NULL,
  period TEXT NOT NULL,
  published TEXT,                     -- SHA-256 of what stands there
  prepared TEXT,                      -- SHA-256 of what is about to
  run INTEGER NOT NULL REFERENCES runs(id)
) WITHOUT ROWID;

CREATE TRIGGER receipts_keep BEFORE UPDATE ON receipts BEGIN SELECT RAISE(ABORT, 'receipts are append only'); END;
CREATE TRIGGER receipts_stay BEFORE DELETE ON receipts BEGIN SELECT RAISE(ABORT, 'receipts are append only'); END;
CREATE TRIGGER releases_keep BEFORE UPDATE ON releases BEGIN SELECT RAISE(ABORT, 'releases are append only'); END;
CREATE TRIGGER releases_stay BEFORE DELETE ON releases BEGIN SELECT RAISE(ABORT, 'releases are append only'); END;
CREATE TRIGGER exceptions_keep BEFORE UPDATE ON exceptions BEGIN SELECT RAISE(ABORT, 'exceptions are append only'); END;
CREATE TRIGGER exceptions_stay BEFORE DELETE ON exceptions BEGIN SELECT RAISE(ABORT, 'exceptions are append only'); END;
