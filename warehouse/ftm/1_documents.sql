-- One row per document, in its current edition, as an entity of the schema Document.
SELECT
    'Document' AS schema,
    document_id AS id,
    title,
    coalesce(nullif(regexp_extract(uri, '([^/?#]+)/*(?:[?#].*)?$', 1), ''), document_id) AS "fileName",
    uri AS "sourceUrl",
    publisher,
    published_on AS "publishedAt",
    modified_on AS "modifiedAt",
    last_seen_at AS "retrievedAt",
    language,
    media_type AS "mimeType",
    content_sha256 AS "contentHash",
    byte_count AS "fileSize",
    document_type AS keywords
FROM documents
WHERE is_current
ORDER BY ALL
