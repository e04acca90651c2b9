-- One row per document that is withdrawn: gone from every source that lists it, or from its own address; what a page attached
-- goes with the page, and what was in an archive or e-mail with that. A table, made anew with every published file.
CREATE OR REPLACE TABLE store.withdrawn AS
WITH items AS (
    SELECT
        item.uri,
        coalesce(own.withdrawn_at, page.withdrawn_at) AS withdrawn_at,
        own.sign IN ('404', '410') AS is_gone
    FROM store.items AS item
    LEFT JOIN store.withdrawals AS own ON own.source = item.source AND own.uri = item.uri
    LEFT JOIN store.withdrawals AS page ON page.source = item.source AND page.uri = item.found_on
),

gone AS (
    SELECT uri, coalesce(min(withdrawn_at) FILTER (is_gone), max(withdrawn_at)) AS withdrawn_at
    FROM items
    GROUP BY uri
    HAVING count(*) = count(withdrawn_at) OR bool_or(coalesce(is_gone, false))
),

found AS (
    SELECT document.document_id, gone.withdrawn_at
    FROM store.documents AS document
    JOIN gone USING (uri)
    UNION ALL
    SELECT inner_document.document_id, gone.withdrawn_at
    FROM store.documents AS inner_document
    JOIN gone ON gone.uri = split_part(inner_document.uri, '!/', 1)
    WHERE inner_document.found_on IS NOT NULL AND contains(inner_document.uri, '!/')
)

SELECT document_id, min(withdrawn_at) AS withdrawn_at
FROM found
GROUP BY document_id;
