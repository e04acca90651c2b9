-- Before the editions of incoming_keys are written: their rows go, and where one is its document's newest, so does the
-- document's row, and older editions are no longer current.
DELETE FROM store.documents
WHERE document_id IN (SELECT document_id FROM incoming_keys WHERE is_current);

DELETE FROM store.editions
WHERE (document_id, edition) IN (SELECT (document_id, edition) FROM incoming_keys);

UPDATE store.editions SET is_current = false
WHERE is_current AND document_id IN (SELECT incoming.document_id FROM incoming_keys AS incoming WHERE incoming.is_current);

DELETE FROM store.masked
WHERE (document_id, edition) IN (SELECT (document_id, edition) FROM incoming_keys);
