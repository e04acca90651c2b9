-- severity: fail, by document
-- Every fact's offsets cut exactly its words out of the text of its edition.
SELECT facts.table_name || ' ' || facts.document_id || ' ' || facts.start_char || '-' || facts.end_char AS offender
FROM store.facts AS facts
LEFT JOIN store.editions AS edition USING (document_id, edition)
WHERE
    edition.text IS NULL
    OR facts.start_char < 0
    OR facts.end_char <= facts.start_char
    OR facts.text IS DISTINCT FROM substr(edition.text, facts.start_char + 1, facts.end_char - facts.start_char);
