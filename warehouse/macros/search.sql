-- Ranked passages: Okapi BM25 with the usual k1 = 1.2 and b = 0.75 over stems. The snippet is about 200 characters
-- around the first word found (of the rarest stem, where several are there).
CREATE MACRO main.search(words) AS TABLE
WITH asked AS (
    SELECT DISTINCT store.stem(token) AS term
    FROM (SELECT unnest(store.tokens(words)) AS token)
),

corpus AS (
    SELECT count(*) AS passages, avg(length) AS mean_length
    FROM store.search_lengths
),

hits AS (
    SELECT posting.term, posting.passage_id, posting.frequency, posting.form
    FROM store.search_postings AS posting
    SEMI JOIN asked USING (term)
),

weights AS (
    SELECT hits.term, ln(1 + (any_value(corpus.passages) - count(*) + 0.5) / (count(*) + 0.5)) AS weight
    FROM hits, corpus
    GROUP BY hits.term
),

ranked AS (
    SELECT
        hits.passage_id,
        sum(
            weights.weight * hits.frequency * 2.2
            / (hits.frequency + 1.2 * (0.25 + 0.75 * lengths.length / corpus.mean_length))
        ) AS score,
        first(hits.form ORDER BY weights.weight DESC, hits.term) AS form
    FROM hits
    JOIN weights USING (term)
    JOIN store.search_lengths AS lengths USING (passage_id)
    CROSS JOIN corpus
    GROUP BY hits.passage_id
),

found AS (
    SELECT
        passage.passage_id,
        passage.document_id,
        passage.section,
        ranked.score,
        ranked.form,
        substr(edition.text, passage.start_char + 1, passage.end_char - passage.start_char) AS body
    FROM ranked
    JOIN store.search_passages AS passage USING (passage_id)
    JOIN store.editions AS edition USING (document_id, edition)
),

placed AS (
    SELECT
        *,
        greatest(1, length(regexp_extract(lower(body), '(?s)^(.*?)\b' || form || '\b', 1)) - 60) AS snippet_start
    FROM found
),

cut AS (
    -- Words that the ends of the snippet cut through are left out.
    SELECT
        *,
        CASE
            WHEN snippet_start > 1 THEN regexp_replace(substr(body, snippet_start, 200), '^\S*\s+', '')
            ELSE substr(body, 1, 200)
        END AS beginning,
        snippet_start + 200 > length(body) AS is_whole
    FROM placed
)

SELECT
    document_id,
    section,
    score,
    trim(regexp_replace(
        CASE WHEN is_whole THEN beginning ELSE regexp_replace(beginning, '\s+\S*$', '') END, '\s+', ' ', 'g'
    )) AS snippet
FROM cut
ORDER BY score DESC, document_id, passage_id;
