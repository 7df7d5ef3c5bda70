-- What the last run noted that found nothing new: the next one that sees the same outside need not judge again. A cache; whoever
-- opens the ledger to write forgets it first.
CREATE TABLE quiet_run (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  build TEXT NOT NULL,                -- digest of the sources of the program that wrote it
  body BLOB NOT NULL                  -- run::unchanged::Note, as postcard, packed
);
