-- One row per edition that may name somebody: one of whose words of any kind, without case and accents, match $pattern.
WITH words AS (
    SELECT document_id, edition, concat_ws(chr(10), text, title, publisher, canonical_uri) AS body
    FROM store.editions
    UNION ALL
    SELECT document_id, edition, uri AS body
    FROM store.links
    UNION ALL
    SELECT document_id, edition, uri AS body
    FROM store.publications
    WHERE uri IS NOT NULL
    UNION ALL
    SELECT document_id, edition, array_to_string(list_append(aliases, name), chr(10)) AS body
    FROM store.entities
    WHERE kind = 'person'
)

SELECT DISTINCT document_id, edition
FROM words
WHERE regexp_matches(lower(strip_accents(body)), $pattern)
ORDER BY document_id, edition
