-- Of a form that lies in the inbox as it was issued: whose it is and for which period. NULL for what else a desk wrote.
ALTER TABLE desk_files ADD COLUMN form_agency TEXT;
ALTER TABLE desk_files ADD COLUMN form_period TEXT;
-- They are noted anew by the next scan.
DELETE FROM desk_files;
