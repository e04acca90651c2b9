-- Before the editions of incoming_keys are written: theirs and their documents' rows go, and older editions are no
-- longer current.
DELETE FROM store.documents
WHERE document_id IN (SELECT document_id FROM incoming_keys);

DELETE FROM store.editions
WHERE (document_id, edition) IN (SELECT (document_id, edition) FROM incoming_keys);

UPDATE store.editions SET is_current = false
WHERE is_current AND document_id IN (SELECT document_id FROM incoming_keys);

DELETE FROM store.masked
WHERE (document_id, edition) IN (SELECT (document_id, edition) FROM incoming_keys);
