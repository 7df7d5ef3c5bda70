-- What is wrong with a content by itself, by the basis it was held against: a cache, like `contents`.
CREATE TABLE judgements (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  sha256 TEXT NOT NULL,
  folder TEXT NOT NULL,
  basis TEXT NOT NULL,
  body BLOB NOT NULL,
  UNIQUE (sha256, folder, basis)
);
