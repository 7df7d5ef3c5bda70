-- Contents that are not in the archive, because they are too large or no reports: what is known of each.
CREATE TABLE not_kept (
  sha256 TEXT PRIMARY KEY,            -- as in receipts; of one that is too large, of its first 64 KB
  at TEXT NOT NULL,
  bytes INTEGER NOT NULL,
  modified_ns INTEGER NOT NULL,
  content TEXT NOT NULL               -- JSON of what it is
);

-- What came of reviewing a content alone in a child, after a run that was reviewing it had ended without a word.
CREATE TABLE lone_reviews (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  sha256 TEXT NOT NULL,
  run INTEGER NOT NULL,
  at TEXT NOT NULL,
  build TEXT NOT NULL,                -- the sources of the program: another program tries again
  died INTEGER NOT NULL
);
