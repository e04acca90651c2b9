-- One row per quote.
SELECT speaker, text, confidence
FROM quotes
WHERE document_id = ?
