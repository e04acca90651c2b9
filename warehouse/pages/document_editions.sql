-- One row per edition of a document, the newest first.
SELECT edition, title, is_current, published_on, first_seen_at, char_count
FROM documents
WHERE document_id = $document_id
ORDER BY edition DESC
