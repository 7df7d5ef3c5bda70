-- What may be kept of a content with a mark of secrecy: enough to judge it as before without its text.
ALTER TABLE secrets ADD COLUMN agency TEXT;
ALTER TABLE secrets ADD COLUMN period TEXT;
ALTER TABLE secrets ADD COLUMN marks TEXT NOT NULL   -- JSON of place and mark
  DEFAULT '[[{"sheet":null,"cell":null},"MẬT"]]';

-- The areas a scan listed without trouble: nearly always those of the scan before, so each list stands once.
CREATE TABLE folder_sets (
  id INTEGER PRIMARY KEY,
  folders TEXT NOT NULL UNIQUE        -- JSON list, sorted
);
ALTER TABLE scans ADD COLUMN listed INTEGER REFERENCES folder_sets(id);
CREATE INDEX scan_folders_by_scan ON scan_folders(scan, folder);
INSERT INTO folder_sets (folders)
  SELECT DISTINCT folders FROM (SELECT json_group_array(folder ORDER BY folder) AS folders FROM scan_folders GROUP BY scan);
UPDATE scans SET listed = (
  SELECT id FROM folder_sets
  WHERE folders = (SELECT json_group_array(folder ORDER BY folder) FROM scan_folders WHERE scan = scans.id)
) WHERE finished;
DROP TABLE scan_folders;
