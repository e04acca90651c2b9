-- One row per date that was resolved.
SELECT start_date, end_date, text, confidence
FROM dates
WHERE document_id = ? AND start_date IS NOT NULL
