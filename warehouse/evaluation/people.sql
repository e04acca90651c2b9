-- One row per mention of a person. The person is as sure as the surest of their mentions.
SELECT name, confidence
FROM mentions
WHERE document_id = ? AND kind = 'person'
