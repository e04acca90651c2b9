-- severity: fail, by document
-- Every fact's evidence stands in the text of its edition, word for word.
SELECT facts.table_name || ' ' || facts.document_id || ' ' || facts.start_char || '-' || facts.end_char AS offender
FROM store.facts AS facts
JOIN store.editions AS edition USING (document_id, edition)
WHERE facts.evidence = '' OR NOT contains(edition.text, facts.evidence);
