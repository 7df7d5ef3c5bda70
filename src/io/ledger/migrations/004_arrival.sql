-- How things arrived. The difference of clocks at a scan, server less own, in seconds; none where it was not measured.
ALTER TABLE scans ADD COLUMN skew_seconds INTEGER;
-- Receipts of files that somebody at the office had open when they were taken. Who it was is not kept.
CREATE TABLE taken_open (
  receipt INTEGER PRIMARY KEY REFERENCES receipts(seq)
);
