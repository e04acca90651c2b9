-- One row per edition that leads to an address that is going (going_documents.uri).
WITH addresses AS (
    SELECT document_id, edition, uri
    FROM store.links
    UNION ALL
    SELECT document_id, edition, uri
    FROM store.publications
    UNION ALL
    SELECT document_id, edition, canonical_uri AS uri
    FROM store.editions
),

going AS (
    SELECT regexp_replace(regexp_replace(uri, '#.*$', ''), '^https?://', '//', 'i') AS address
    FROM going_documents
)

SELECT DISTINCT document_id, edition
FROM addresses
SEMI JOIN going ON going.address = regexp_replace(regexp_replace(addresses.uri, '#.*$', ''), '^https?://', '//', 'i')
ORDER BY document_id, edition
