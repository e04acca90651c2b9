-- One row per version of a plan that a document in $document_ids lists with its day.
SELECT document_id, label, published_on, uri
FROM publications
WHERE list_contains($document_ids, document_id) AND published_on IS NOT NULL
ORDER BY document_id, published_on, label
LIMIT 1000
