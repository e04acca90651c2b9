-- One row per document that is asked for, the newest first; found is how many there are in all.
SELECT
    document_id, title, uri, document_type, publisher, published_on, edition, withdrawn_at, count(*) OVER () AS found
FROM documents
WHERE
    is_current
    AND ($words IS NULL OR contains(lower(coalesce(title, '') || ' ' || uri), lower($words)))
    AND ($type IS NULL OR document_type = $type)
    AND ($publisher IS NULL OR contains(lower(publisher), lower($publisher)))
    AND ($year::BIGINT IS NULL OR year(published_on) = $year::BIGINT)
ORDER BY published_on DESC NULLS LAST, title, document_id
LIMIT $most OFFSET $skipped
