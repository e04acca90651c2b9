-- Where a name is allowed again, documents with masks are read again: no version of the extractors has the empty name.
UPDATE store.editions SET extractor_version = ''
WHERE
    is_current
    AND (document_id, edition) IN (SELECT (document_id, edition) FROM store.masked)
    AND EXISTS (FROM store.forgettings WHERE list_contains($ids, forgetting_id) AND kind = 'person')
