-- One row per publication or link of a page of a source, the page's address first, then the fields of
-- extractors.records.Publication; publications before links. What was itself found on a page, in an archive or an e-mail
-- is no page of the source.
WITH pages AS (
    SELECT document.uri AS page, edition.document_id, edition.edition, edition.text
    FROM store.editions AS edition
    JOIN store.documents AS document USING (document_id)
    WHERE
        edition.is_current
        -- What a page attached that is withdrawn is not asked for any more.
        AND document.uri NOT IN (SELECT uri FROM store.withdrawals WHERE source = $1)
        AND (
            (document.source = $1 AND document.found_on IS NULL)
            -- A page that another source lists too belongs to the one that took it first.
            OR document.uri IN (SELECT uri FROM store.items WHERE source = $1 AND found_on IS NULL)
        )
),

listed AS (
    SELECT
        1 AS rank,
        pages.page,
        fact.start_char,
        fact.end_char,
        fact.text,
        fact.evidence,
        fact.extractor,
        fact.confidence,
        fact.label,
        fact."year",
        fact.published_on,
        fact.uri,
        fact.media_type,
        fact.size_bytes
    FROM store.publications AS fact
    JOIN pages USING (document_id, edition)
    WHERE fact.uri IS NOT NULL
),

linked AS (
    SELECT
        2 AS rank,
        pages.page,
        link.start_char,
        link.end_char,
        substr(pages.text, link.start_char + 1, link.end_char - link.start_char) AS words,
        link.uri
    FROM store.links AS link
    JOIN pages USING (document_id, edition)
)

SELECT * EXCLUDE (rank)
FROM (
    FROM listed
    UNION ALL
    SELECT rank, page, start_char, end_char, words, words, 'link', 1, words, NULL, NULL, uri, NULL, NULL
    FROM linked
)
ORDER BY page, rank, start_char, end_char, uri
