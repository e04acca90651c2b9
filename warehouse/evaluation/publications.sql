-- One row per listed publication.
SELECT label, "year"
FROM publications
WHERE document_id = ?
