-- What the files that people see of a period were made of, and how they stood then: a run composes them again only if
-- an input or a file changed.
CREATE TABLE editions (
  period TEXT PRIMARY KEY,
  run INTEGER NOT NULL,               -- the run that composed them
  key TEXT NOT NULL,                  -- products::EditionKey
  files TEXT NOT NULL                 -- io::ledger::NotedFile, as JSON
) WITHOUT ROWID;
