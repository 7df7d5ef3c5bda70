-- Scans made while our clock was in doubt.
ALTER TABLE scans ADD COLUMN doubted INTEGER NOT NULL DEFAULT 0;

-- What the clocks said: at the last run that was not in doubt, and at the first one in doubt since, if there is any.
CREATE TABLE clock_looks (
  doubted INTEGER PRIMARY KEY,        -- 0 or 1
  at TEXT NOT NULL,                   -- our clock
  boot TEXT,                          -- which start of the machine; NULL if the system does not say
  boot_ms INTEGER,                    -- milliseconds since then
  skew_seconds INTEGER                -- the file server's clock less ours; NULL if it was not measured
);

-- Persons who said that our clock is right. Append only.
CREATE TABLE clock_decisions (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  at TEXT NOT NULL,
  reason TEXT NOT NULL,
  decided_by TEXT NOT NULL
);
CREATE TRIGGER clock_decisions_keep BEFORE UPDATE ON clock_decisions
  BEGIN SELECT RAISE(ABORT, 'clock_decisions are append only'); END;
CREATE TRIGGER clock_decisions_stay BEFORE DELETE ON clock_decisions
  BEGIN SELECT RAISE(ABORT, 'clock_decisions are append only'); END;
