-- severity: warn, by document
-- Every fact's confidence is between 0 and 1.
SELECT table_name || ' ' || document_id || ' ' || start_char || '-' || end_char || ': ' || confidence AS offender
FROM store.facts AS facts
WHERE confidence IS NULL OR NOT confidence BETWEEN 0 AND 1;
