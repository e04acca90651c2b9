-- One row per quote.
SELECT speaker, text
FROM quotes
WHERE document_id = ?
