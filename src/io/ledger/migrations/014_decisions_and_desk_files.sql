-- People decide more than admissions and reopenings: an admission is revoked, a release is recorded as sent. The kinds
-- are those of the program; the table's own list of them goes. The hashes stay as they are.
CREATE TABLE exceptions_of_any_kind (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  prev_hash TEXT NOT NULL,
  hash TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL,
  period TEXT NOT NULL,
  body TEXT NOT NULL
);
INSERT INTO exceptions_of_any_kind SELECT seq, prev_hash, hash, kind, period, body FROM exceptions ORDER BY seq;
-- How many rows there ever were: rows cut off the end would show by it.
DELETE FROM sqlite_sequence WHERE name = 'exceptions_of_any_kind';
INSERT INTO sqlite_sequence (name, seq) SELECT 'exceptions_of_any_kind', seq FROM sqlite_sequence WHERE name = 'exceptions';
DROP TABLE exceptions;
ALTER TABLE exceptions_of_any_kind RENAME TO exceptions;
CREATE INDEX exceptions_by_kind ON exceptions(kind, period);
CREATE TRIGGER exceptions_keep BEFORE UPDATE ON exceptions BEGIN SELECT RAISE(ABORT, 'exceptions are append only'); END;
CREATE TRIGGER exceptions_stay BEFORE DELETE ON exceptions BEGIN SELECT RAISE(ABORT, 'exceptions are append only'); END;

-- Files in the inbox that desks wrote, as they were seen last: a cache, so that none is read twice.
CREATE TABLE desk_files (
  path TEXT PRIMARY KEY,
  size INTEGER NOT NULL,
  modified_ns INTEGER NOT NULL
) WITHOUT ROWID;

-- Forms that were issued: one that comes back with the same bytes is no report.
CREATE TABLE issued_forms (
  sha256 TEXT PRIMARY KEY,
  path TEXT NOT NULL,
  at TEXT NOT NULL
) WITHOUT ROWID;
