-- One row per known document at an asked address, or in the archive or e-mail there ("…!/name", at any depth): its current
-- edition, and every raw content that was seen as it. The sign after "/" is "0", so the range holds all that begin with "!/".
WITH asked AS (
    SELECT documents.uri, documents.document_id
    FROM asked_uris
    JOIN store.documents ON documents.uri = asked_uris.uri
    UNION
    SELECT documents.uri, documents.document_id
    FROM asked_uris
    JOIN store.documents ON documents.uri >= asked_uris.uri || '!/' AND documents.uri < asked_uris.uri || '!0'
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
