-- One row per known document at an asked address, or in the archive or e-mail there ("…!/name", at any depth): its current
-- edition, and every raw content that was seen as it. The outermost archive is compared first: to compare every address with
-- every one asked for takes seconds in a large warehouse.
WITH asked AS (
    SELECT documents.uri, documents.document_id
    FROM asked_uris
    JOIN store.documents ON documents.uri = asked_uris.uri
    UNION
    SELECT documents.uri, documents.document_id
    FROM asked_uris
    JOIN store.documents
        ON
            split_part(documents.uri, '!/', 1) = split_part(asked_uris.uri, '!/', 1)
            AND starts_with(documents.uri, asked_uris.uri || '!/')
    WHERE contains(documents.uri, '!/')
),

current AS (
    SELECT asked.uri, editions.*
    FROM asked
    JOIN store.editions ON editions.document_id = asked.document_id AND editions.is_current
),

seen AS (
    SELECT document_id, edition, list(content_sha256) AS contents
    FROM store.contents
    SEMI JOIN current USING (document_id, edition)
    GROUP BY document_id, edition
)

SELECT
    current.uri,
    current.document_id,
    current.edition,
    current.content_sha256,
    current.extractor_version,
    current.first_seen_at,
    coalesce(current.fingerprint, '') AS fingerprint,
    coalesce(seen.contents, []) AS contents
FROM current
LEFT JOIN seen USING (document_id, edition)
