-- What each version of a release said of every agency: written with the release, never changed. Releases recorded
-- before have none.
CREATE TABLE tallies (
  period TEXT NOT NULL,
  version INTEGER NOT NULL,
  agency TEXT NOT NULL,
  standing TEXT NOT NULL,             -- words of the JSON contract
  evidence TEXT,
  received_at TEXT,
  merged INTEGER NOT NULL,
  tasks TEXT NOT NULL,                -- JSON of ClassCounts
  errors INTEGER NOT NULL,
  warnings INTEGER NOT NULL,
  PRIMARY KEY (period, version, agency),
  FOREIGN KEY (period, version) REFERENCES releases(period, version)
) WITHOUT ROWID;

CREATE TRIGGER tallies_keep BEFORE UPDATE ON tallies BEGIN SELECT RAISE(ABORT, 'tallies are append only'); END;
CREATE TRIGGER tallies_stay BEFORE DELETE ON tallies BEGIN SELECT RAISE(ABORT, 'tallies are append only'); END;
