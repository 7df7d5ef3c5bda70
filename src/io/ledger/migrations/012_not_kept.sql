-- Contents that are not in the archive, because they are too large or no reports: what is known of each.
CREATE TABLE not_kept (
  sha256 TEXT PRIMARY KEY,            -- as in receipts; of one that is too large, of its first 64 KB
  at TEXT NOT NULL,
  bytes INTEGER NOT NULL,
  modified_ns INTEGER NOT NULL,
  content TEXT NOT NULL               -- JSON of what it is
);
