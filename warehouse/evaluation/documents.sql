-- One row per current document with this file name.
SELECT document_id, title, document_type, published_on, coverage_start, coverage_end, publisher
FROM documents
WHERE is_current AND (uri = $name OR ends_with(uri, '/' || $name))
