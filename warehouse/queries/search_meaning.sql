-- One row per passage, best first: those that hold the words, and those whose vector is near that of the words.
-- Reciprocal rank fusion: what is first in a list gets 1/61, what is second 1/62 … (Cormack, Clarke and Büttcher 2009);
-- the first 200 of each list count.
WITH by_words AS (
    SELECT
        passage_id, snippet, start_char, row_number() OVER (ORDER BY score DESC, passage_id) AS place
    FROM store.search_found($1, among := store.search_among($2, $3, $4, $5), snippets := $6)
    QUALIFY place <= 200
),

likenesses AS MATERIALIZED (
    -- Before they are joined with anything: a join would carry all vectors with it.
    SELECT passage_id, array_inner_product(vector, $7::FLOAT[384]) AS likeness
    FROM store.search_vectors
),

near AS (
    SELECT passage_id, likeness
    FROM likenesses
    JOIN store.search_passages USING (passage_id)
    WHERE document_id IN (SELECT unnest(store.search_among($2, $3, $4, $5)))
    ORDER BY likeness DESC, passage_id
    LIMIT 200
),

by_meaning AS (
    SELECT passage_id, row_number() OVER (ORDER BY likeness DESC, passage_id) AS place
    FROM near
),

fused AS (
    SELECT passage_id, round(sum(1 / (60 + place)), 9) AS score
    FROM (
        SELECT passage_id, place FROM by_words
        UNION ALL
        SELECT passage_id, place FROM by_meaning
    )
    GROUP BY passage_id
    ORDER BY score DESC, passage_id
    LIMIT $6
)

SELECT
    passage.document_id,
    document.uri,
    edition.title,
    passage.section,
    store.page(edition.page_starts, coalesce(by_words.start_char, passage.start_char)) AS page,
    fused.score,
    coalesce(by_words.snippet, store.search_cut(passage.body, 1)) AS snippet
FROM fused
JOIN store.search_passages AS passage USING (passage_id)
LEFT JOIN by_words USING (passage_id)
JOIN store.documents AS document USING (document_id)
JOIN store.editions AS edition ON edition.document_id = passage.document_id AND edition.is_current
ORDER BY fused.score DESC, fused.passage_id
