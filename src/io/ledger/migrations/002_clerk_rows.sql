-- Rows of the clerk's receipt book `tiep-nhan.xlsx`: each as it was first seen, and again on each change and on its
-- removal. Append only, chained.
CREATE TABLE clerk_rows (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  prev_hash TEXT NOT NULL,
  hash TEXT NOT NULL UNIQUE,
  entry INTEGER REFERENCES clerk_rows(seq), -- the row it speaks of: the number that added it; none where it adds one
  change TEXT NOT NULL CHECK (change IN ('added', 'changed', 'removed')),
  seen_at TEXT NOT NULL,                    -- the run that saw it
  book_sha256 TEXT NOT NULL,                -- the workbook, in the archive
  line INTEGER NOT NULL,                    -- of the sheet, from 1
  period TEXT NOT NULL,
  agency TEXT NOT NULL,
  file TEXT,
  received_at TEXT NOT NULL,
  channel TEXT NOT NULL,
  number TEXT NOT NULL,
  receiver TEXT NOT NULL,
  note TEXT NOT NULL
);
CREATE INDEX clerk_rows_by_entry ON clerk_rows(entry);

CREATE TRIGGER clerk_rows_keep BEFORE UPDATE ON clerk_rows BEGIN SELECT RAISE(ABORT, 'clerk rows are append only'); END;
CREATE TRIGGER clerk_rows_stay BEFORE DELETE ON clerk_rows BEGIN SELECT RAISE(ABORT, 'clerk rows are append only'); END;
