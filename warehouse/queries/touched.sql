-- The documents of which rows are to be made: those that were written after a revision.
CREATE OR REPLACE TEMPORARY TABLE touched AS
SELECT DISTINCT document_id
FROM store.changed
WHERE revision > ?
