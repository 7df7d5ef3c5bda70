-- Proposals of offices: each number as it was given, and all that the desk wrote beside it, on every change. Append only, chained.
CREATE TABLE proposals (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  number TEXT NOT NULL,                     -- KN-2025-0001
  at TEXT NOT NULL,                         -- the command that recorded it
  event TEXT NOT NULL CHECK (event IN ('numbered', 'answered')),
  body TEXT NOT NULL                        -- JSON: what got the number, or what was answered
);
CREATE UNIQUE INDEX proposals_by_number ON proposals(number) WHERE event = 'numbered';

CREATE TRIGGER proposals_keep BEFORE UPDATE ON proposals BEGIN SELECT RAISE(ABORT, 'proposals are append only'); END;
CREATE TRIGGER proposals_stay BEFORE DELETE ON proposals BEGIN SELECT RAISE(ABORT, 'proposals are append only'); END;
