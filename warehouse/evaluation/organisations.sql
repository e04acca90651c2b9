-- One row per mention of an organisation.
SELECT name, text
FROM mentions
WHERE document_id = ? AND kind = 'organisation'
