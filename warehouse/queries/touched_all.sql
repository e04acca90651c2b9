-- The documents of which rows are to be made: all.
CREATE OR REPLACE TEMPORARY TABLE touched AS
SELECT document_id
FROM store.documents
