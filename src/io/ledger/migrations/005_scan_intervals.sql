-- Scans without news extend an interval: `id` and `at` are those of its first scan, the others have the numbers after
-- it. What was recorded before stays as it is: an interval of one scan each.
ALTER TABLE scans ADD COLUMN last TEXT NOT NULL DEFAULT '';            -- when the last scan of it started
ALTER TABLE scans ADD COLUMN count INTEGER NOT NULL DEFAULT 1;         -- how many scans
ALTER TABLE scans ADD COLUMN longest_gap INTEGER NOT NULL DEFAULT 0;   -- seconds between two of them, rounded up
ALTER TABLE scans ADD COLUMN closed INTEGER NOT NULL DEFAULT 0;        -- ended by a freeze or a release
UPDATE scans SET last = at;
-- A scan that a killed run left unfinished proves nothing; one that a receipt names stays, without areas.
DELETE FROM scans WHERE NOT finished AND id NOT IN (SELECT scan FROM receipts) AND id NOT IN (SELECT scan FROM arriving);
ALTER TABLE scans DROP COLUMN finished;

CREATE TRIGGER scans_stay BEFORE DELETE ON scans BEGIN SELECT RAISE(ABORT, 'scans are append only'); END;
CREATE TRIGGER scans_keep BEFORE UPDATE ON scans WHEN OLD.id < (SELECT max(id) FROM scans)
  BEGIN SELECT RAISE(ABORT, 'only the last interval grows'); END;

-- What the questions of a run are answered from, however many years the ledger holds.
CREATE INDEX scans_by_time ON scans(last);
CREATE INDEX scans_by_set ON scans(listed, id);
CREATE INDEX receipts_by_time ON receipts(first_seen);
CREATE INDEX receipts_by_path ON receipts(path);
CREATE INDEX clerk_rows_by_period ON clerk_rows(period);
CREATE INDEX exceptions_by_kind ON exceptions(kind, period);
CREATE INDEX verdicts_by_run ON verdicts(run);
CREATE INDEX outputs_by_period ON outputs(period);
CREATE INDEX outputs_prepared ON outputs(path) WHERE prepared IS NOT NULL;
