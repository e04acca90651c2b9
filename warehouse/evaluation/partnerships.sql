-- One row per partnership.
SELECT organisation_a, organisation_b
FROM partnerships
WHERE document_id = ?
