-- One row per partnership. A pair that is told twice is one partnership, as sure as its surer row.
SELECT organisation_a, organisation_b, confidence
FROM partnerships
WHERE document_id = ?
