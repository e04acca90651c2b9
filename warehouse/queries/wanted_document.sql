-- One row where a document has this id or address.
SELECT uri
FROM store.documents
WHERE document_id = $1 OR uri = $1
