-- One row per edition that has a card which holds: the newest of it, and none of it or of an earlier edition came after it;
-- all bytes that were seen as it, and the version of the extractors that its facts come from (NULL where it is not held).
WITH holding AS (
    SELECT *
    FROM store.cards
    WHERE kind = 'edition'
    QUALIFY coalesce(
        min(edition) OVER (PARTITION BY uri ORDER BY number ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING) > edition,
        true
    )
),

seen AS (
    SELECT uri, edition, first_seen_at, list(DISTINCT content_sha256 ORDER BY content_sha256) AS contents
    FROM store.cards
    WHERE kind IN ('edition', 'content')
    GROUP BY uri, edition, first_seen_at
)

SELECT holding.card, seen.contents, editions.extractor_version
FROM holding
JOIN seen
    ON
        seen.uri = holding.uri
        AND seen.edition = holding.edition
        AND seen.first_seen_at = holding.first_seen_at
LEFT JOIN store.documents ON documents.uri = holding.uri
LEFT JOIN store.editions ON editions.document_id = documents.document_id AND editions.edition = holding.edition
ORDER BY holding.uri, holding.edition
