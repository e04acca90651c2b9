-- severity: fail, by document
-- Every section lies within its edition's text.
SELECT section.document_id || ' section ' || section.ordinal AS offender
FROM store.sections AS section
JOIN store.editions AS edition USING (document_id, edition)
WHERE
    section.start_char < 0
    OR section.end_char <= section.start_char
    OR section.end_char > edition.char_count;
