-- One row per listed publication.
SELECT label, "year", confidence
FROM publications
WHERE document_id = ?
