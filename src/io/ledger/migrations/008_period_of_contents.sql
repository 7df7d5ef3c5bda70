-- The period that a content names stands beside it, before the body: a run loads the contents that can concern a week at
-- work, and knows the others by it. What was read before is read again from the archive.
DROP TABLE contents;
CREATE TABLE contents (
  sha256 TEXT PRIMARY KEY,
  reader TEXT NOT NULL,
  named TEXT,                         -- model::period::PeriodName; none if it names none
  body BLOB NOT NULL
) WITHOUT ROWID;
