-- One row per asked address that is known: its document, and that document's current edition.
SELECT
    documents.uri,
    documents.document_id,
    editions.edition,
    editions.content_sha256,
    editions.extractor_version,
    editions.first_seen_at
FROM asked_uris
JOIN store.documents ON documents.uri = asked_uris.uri
JOIN store.editions ON editions.document_id = documents.document_id AND editions.is_current
