-- One row per mention of an organisation. The organisation is as sure as the surest of its mentions.
SELECT name, text, confidence
FROM mentions
WHERE document_id = ? AND kind = 'organisation'
