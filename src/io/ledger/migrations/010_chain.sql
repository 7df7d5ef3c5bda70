-- One chain over everything that decides: a digest of each row, in the order in which the rows came. Row 1 holds the
-- heads of the hashes that rows of receipts, clerk's rows, exceptions and releases carried before.
CREATE TABLE chain (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  prev TEXT NOT NULL,
  hash TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL,                 -- what the row is
  key TEXT NOT NULL,                  -- which one
  digest TEXT NOT NULL                -- SHA-256 of its canonical columns
);
CREATE INDEX chain_by_row ON chain(kind, key);
CREATE TRIGGER chain_keep BEFORE UPDATE ON chain BEGIN SELECT RAISE(ABORT, 'the chain is append only'); END;
CREATE TRIGGER chain_stay BEFORE DELETE ON chain BEGIN SELECT RAISE(ABORT, 'the chain is append only'); END;

-- Valid configurations in the order in which they came into use, as the registers.
CREATE TABLE configurations (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  sha256 TEXT NOT NULL,
  at TEXT NOT NULL
);
CREATE INDEX scans_by_start ON scans(at);
