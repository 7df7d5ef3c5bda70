-- What the files that people see of a period were made of, and how they stood then: a run composes them again only if
-- an input or a file changed.
CREATE TABLE editions (
  period TEXT PRIMARY KEY,
  run INTEGER NOT NULL,               -- the run that composed them
  key TEXT NOT NULL,                  -- products::EditionKey
  files TEXT NOT NULL                 -- io::ledger::NotedFile, as JSON
) WITHOUT ROWID;

-- A body that is longer than a page is kept beside its row: where rows stand in the order of their text, finding one by
-- another reads the bodies of those on the way.
ALTER TABLE contents RENAME TO contents_by_text;
CREATE TABLE contents (
  sha256 TEXT PRIMARY KEY,
  reader TEXT NOT NULL,
  named TEXT,                         -- model::period::PeriodName; none if it names none
  body BLOB NOT NULL
);
INSERT INTO contents (sha256, reader, named, body) SELECT sha256, reader, named, body FROM contents_by_text;
DROP TABLE contents_by_text;
