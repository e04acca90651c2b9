-- One row per figure.
SELECT value, value_high, unit, measure, text, confidence
FROM figures
WHERE document_id = ?
