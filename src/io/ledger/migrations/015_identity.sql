-- Which ledger this is, and from which period on it answers for the week: a row when it is made, and one after each
-- recovery. Append only, chained; the hash of the first row's entry in the chain is the ledger's name.
CREATE TABLE identity (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  at TEXT NOT NULL,
  desk TEXT NOT NULL,
  first_period TEXT,                  -- nothing earlier is released by this ledger; none: no such bound
  by TEXT NOT NULL,                   -- who decided; blank where the program made the ledger by itself
  reason TEXT NOT NULL
);
CREATE TRIGGER identity_keep BEFORE UPDATE ON identity BEGIN SELECT RAISE(ABORT, 'the identity is append only'); END;
CREATE TRIGGER identity_stay BEFORE DELETE ON identity BEGIN SELECT RAISE(ABORT, 'the identity is append only'); END;
