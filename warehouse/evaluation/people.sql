-- One row per mention of a person.
SELECT name
FROM mentions
WHERE document_id = ? AND kind = 'person'
