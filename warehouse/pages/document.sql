-- One row: an edition of a document, the current one where $edition is NULL.
SELECT
    document_id, title, uri, canonical_uri, found_on, licence, document_type, publisher, publisher_id, language,
    published_on, modified_on, coverage_start, coverage_end, edition, is_current, media_type, content_sha256,
    conversion, conversion_reasons, page_count, first_seen_at, last_seen_at, withdrawn_at, text
FROM documents
WHERE document_id = $document_id AND if($edition::BIGINT IS NULL, is_current, edition = $edition::BIGINT)
