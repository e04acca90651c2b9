-- severity: warn, by document
-- Every fact's evidence holds the fact's own words.
SELECT table_name || ' ' || document_id || ' ' || start_char || '-' || end_char AS offender
FROM store.facts AS facts
WHERE NOT contains(evidence, text);
