-- What reports say that came late and were left out of a release: from the next period on the last known rows of their offices.
-- The history that the release left stays as it is. Append only, chained.
CREATE TABLE late_rows (
  period TEXT NOT NULL,
  version INTEGER NOT NULL,
  body TEXT NOT NULL,                       -- JSON: rows of tasks, targets and criteria
  PRIMARY KEY (period, version)
);

CREATE TRIGGER late_rows_keep BEFORE UPDATE ON late_rows BEGIN SELECT RAISE(ABORT, 'late rows are append only'); END;
CREATE TRIGGER late_rows_stay BEFORE DELETE ON late_rows BEGIN SELECT RAISE(ABORT, 'late rows are append only'); END;
