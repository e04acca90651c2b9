-- One row per figure.
SELECT value, value_high, unit, measure
FROM figures
WHERE document_id = ?
