-- One row per raw content of what is going that no other document has.
WITH going AS (
    SELECT content_sha256
    FROM store.contents
    WHERE document_id IN (SELECT document_id FROM going_documents)
    UNION
    SELECT content_sha256
    FROM store.fetches
    WHERE uri IN (SELECT uri FROM going_documents)
)

SELECT content_sha256
FROM going
WHERE
    content_sha256 NOT IN (
        SELECT content_sha256
        FROM store.contents
        WHERE document_id NOT IN (SELECT document_id FROM going_documents WHERE document_id IS NOT NULL)
    )
ORDER BY content_sha256
