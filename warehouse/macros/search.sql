-- A text without the word that its first or last character may be in the middle of, where it is cut there. Each pattern
-- is a constant, because one that depends on the row is compiled for every row.
CREATE MACRO store.without_first(body, is_cut) AS
    CASE WHEN is_cut THEN regexp_replace(body, '^\S*\s+', '') ELSE body END;

CREATE MACRO store.without_last(body, is_cut) AS
    CASE WHEN is_cut THEN regexp_replace(body, '\s+\S*$', '') ELSE body END;

-- At most 200 characters of a text from a character on (from 1), on one line; words that the ends cut through are left out.
CREATE MACRO store.search_cut(body, beginning) AS trim(regexp_replace(
    store.without_last(
        store.without_first(substr(body, beginning, 200), beginning > 1), beginning + 200 <= length(body)
    ),
    '\s+', ' ', 'g'
));

-- What is asked for, one row per clause and place in it. A clause is a word, what stands in double quotes, or words that
-- are written as one ("2019/20", "e-mail"): its terms follow each other. A word with a star is the beginning of words.
-- The first 32 clauses, and 32 words of each, count.
CREATE MACRO store.search_asked(words) AS TABLE
WITH written AS (
    -- An amount and its magnitude are one clause, with or without a space between them.
    SELECT regexp_extract_all(
        regexp_replace(translate(words, '“”', '""'), '([0-9])\s+(million|billion|thousand|mn|bn|m|k)\b', '\1\2', 'gi'),
        '"[^"]*"?|[^\s"]+'
    ) AS parts
),

parts AS (
    SELECT unnest(parts) AS part, generate_subscripts(parts, 1) AS part_number
    FROM written
),

tokens AS (
    SELECT
        part_number,
        starts_with(part, '"') AS is_quoted,
        list_transform(
            regexp_extract_all(lower(part), store.word_pattern() || '\*?')[1:32],
            lambda token: CASE
                WHEN ends_with(token, '*') THEN store.plain(rtrim(token, '*')) || '*'
                ELSE store.term(token)
            END
        ) AS terms
    FROM parts
),

clauses AS (
    SELECT min(part_number) AS clause, terms, bool_or(is_quoted) AS is_required
    FROM tokens
    GROUP BY terms
    ORDER BY clause
    LIMIT 32
)

SELECT
    clause,
    is_required,
    len(terms) AS size,
    unnest(terms) AS term,
    generate_subscripts(terms, 1) AS place
FROM clauses;

-- The documents of one of these types (any, where the list is empty), published by an organisation or naming it (by any
-- of its names, in any case), and published on these days, both inclusive; NULL asks for nothing. A list of document_ids.
CREATE MACRO store.search_among(types, organisation, since, until) AS (
    WITH meant AS (
        -- The ids of the organisations that go by the name that is asked for, in any document.
        SELECT DISTINCT store.entity(entity_id) AS entity_id
        FROM store.entities
        WHERE
            kind = 'organisation'
            AND list_contains(
                list_transform(list_append(aliases, name), lambda form: store.fold(form)), store.fold(organisation)
            )
    )

    SELECT coalesce(list(wanted.document_id), [])
    FROM store.editions AS wanted
    WHERE
        wanted.is_current
        AND (len(types::VARCHAR[]) = 0 OR list_contains(types::VARCHAR[], wanted.document_type))
        AND (since::DATE IS NULL OR wanted.published_on >= since::DATE)
        AND (until::DATE IS NULL OR wanted.published_on <= until::DATE)
        AND (
            organisation::VARCHAR IS NULL
            OR store.fold(wanted.publisher) = store.fold(organisation)
            OR store.entity(wanted.publisher_id) IN (FROM meant)
            OR (wanted.document_id, wanted.edition) IN (
                SELECT (document_id, edition) FROM store.entities WHERE store.entity(entity_id) IN (FROM meant)
            )
        )
);

-- Ranked passages, and where their snippets begin in the document: see main.search. Of all that are found only numbers
-- are read, and each is added up once; where the words stand, and the texts, are read of the best alone.
-- They are in no order: DuckDB finds the first few of a sorted table at once where the sort is the last of its statement.
CREATE MACRO store.search_found(words, among := NULL, snippets := 200) AS TABLE
WITH asked AS MATERIALIZED (
    FROM store.search_asked(words)
),

slots AS MATERIALIZED (
    SELECT asked.clause, asked.size, asked.place, terms.term_id, terms.places, false AS is_beginning
    FROM asked
    JOIN store.search_terms AS terms USING (term)
    UNION
    SELECT asked.clause, asked.size, asked.place, terms.term_id, terms.places, true AS is_beginning
    FROM (SELECT *, rtrim(term, '*') AS beginning FROM asked WHERE ends_with(term, '*')) AS asked
    JOIN store.search_forms AS forms
        ON forms.initial = left(asked.beginning, 1) AND starts_with(forms.form, asked.beginning)
    JOIN store.search_terms AS terms USING (term_id)
),

rarest AS (
    SELECT clause, arg_min(place, (places, place)) AS place
    FROM (SELECT clause, place, sum(places) AS places FROM slots WHERE size > 1 GROUP BY clause, place)
    GROUP BY clause
),

anchors AS (
    SELECT slots.clause, posting.passage_id, posting.position - slots.place + 1 AS position
    FROM store.search_postings AS posting
    JOIN slots USING (term_id)
    SEMI JOIN rarest USING (clause, place)
),

phrases AS MATERIALIZED (
    -- Where the clauses of several words stand: their other words are looked for around the rarest one.
    SELECT clause, passage_id, position
    FROM (
        SELECT
            slots.clause, slots.size, slots.place, posting.passage_id, posting.position - slots.place + 1 AS position
        FROM store.search_postings AS posting
        JOIN slots USING (term_id)
        WHERE slots.size > 1
    )
    SEMI JOIN anchors USING (clause, passage_id, position)
    GROUP BY clause, passage_id, position
    HAVING count(DISTINCT place) = any_value(size)
),

hits AS MATERIALIZED (
    -- One row per clause and passage. A word is one term; a beginning is many, and a clause of several words stands in places.
    SELECT slots.clause, hit.passage_id, hit.frequency, hit.length
    FROM store.search_hits AS hit
    JOIN slots USING (term_id)
    WHERE slots.size = 1 AND NOT slots.is_beginning
    UNION ALL
    SELECT slots.clause, hit.passage_id, sum(hit.frequency)::INTEGER AS frequency, any_value(hit.length) AS length
    FROM store.search_hits AS hit
    JOIN slots USING (term_id)
    WHERE slots.size = 1 AND slots.is_beginning
    GROUP BY slots.clause, hit.passage_id
    UNION ALL
    SELECT phrases.clause, passage_id, count(*)::INTEGER AS frequency, any_value(lengths.length) AS length
    FROM phrases
    JOIN store.search_lengths AS lengths USING (passage_id)
    GROUP BY phrases.clause, passage_id
),

weights AS (
    SELECT
        hits.clause,
        any_value(corpus.mean_length) AS mean_length,
        ln(1 + (any_value(corpus.passages) - count(*) + 0.5) / (count(*) + 0.5)) AS weight,
        hits.clause IN (SELECT clause FROM asked WHERE is_required) AS is_required,
        (SELECT count(DISTINCT clause) FROM asked WHERE is_required) AS required
    FROM hits
    CROSS JOIN store.search_corpus AS corpus
    GROUP BY hits.clause
),

wanted AS MATERIALIZED (
    SELECT passage_id
    FROM store.search_passages
    SEMI JOIN (SELECT unnest(among) AS document_id) USING (document_id)
),

scored AS MATERIALIZED (
    -- Okapi BM25 with the usual k1 = 1.2 and b = 0.75: 1.2 * 0.25 is 0.3, 1.2 * 0.75 is 0.9. Decimals would be slower.
    -- It is rounded, so that the order in which clauses are added up decides nothing.
    SELECT
        hits.passage_id,
        round(
            sum(
                weights.weight * hits.frequency * 2.2::DOUBLE
                / (hits.frequency + 0.3::DOUBLE + 0.9::DOUBLE * hits.length / weights.mean_length)
            ),
            9
        ) AS score
    FROM hits
    JOIN weights USING (clause)
    -- Asked in a SELECT of its own, because a list that is computed would be carried along with every hit.
    WHERE (SELECT among IS NULL) OR hits.passage_id IN (FROM wanted)
    GROUP BY hits.passage_id
    HAVING count_if(weights.is_required) = any_value(weights.required)
),

best AS NOT MATERIALIZED (
    SELECT passage_id
    FROM scored
    ORDER BY score DESC, passage_id
    LIMIT snippets
),

stands AS (
    SELECT slots.clause, posting.passage_id, posting.position
    FROM store.search_postings AS posting
    JOIN slots USING (term_id)
    SEMI JOIN best USING (passage_id)
    WHERE slots.size = 1
    UNION ALL
    SELECT clause, passage_id, position
    FROM phrases
    SEMI JOIN best USING (passage_id)
),

crowds AS (
    -- Where the clauses stand near each other: stretches of 20 words, about what a snippet shows, that overlap by half.
    SELECT passage_id, min(position) AS position, count(DISTINCT clause) AS clauses
    FROM (SELECT *, unnest([position // 20 * 2, (position + 10) // 20 * 2 + 1]) AS stretch FROM stands)
    GROUP BY passage_id, stretch
),

starts AS (
    SELECT passage_id, arg_min(position, (-clauses, position)) AS position
    FROM crowds
    GROUP BY passage_id
),

bodies AS (
    -- By row, because that reads a text's neighbours only.
    SELECT passage_id, body
    FROM store.search_passages
    WHERE rowid IN (SELECT passage.rowid FROM store.search_passages AS passage SEMI JOIN best USING (passage_id))
),

placed AS (
    SELECT
        starts.passage_id,
        bodies.body,
        length(array_to_string(
            regexp_extract_all(bodies.body, '(?s).*?' || store.word_pattern())[: starts.position - 1], ''
        )) AS place
    FROM starts
    JOIN bodies USING (passage_id)
),

cut AS (
    SELECT passage_id, place, store.search_cut(body, greatest(1, place - 60)) AS snippet
    FROM placed
)

SELECT
    scored.passage_id,
    passage.document_id,
    passage.section,
    scored.score,
    cut.snippet,
    passage.start_char + cut.place AS start_char
FROM scored
JOIN store.search_passages AS passage USING (passage_id)
LEFT JOIN cut USING (passage_id);

-- Ranked passages, best first: all that hold a word that is asked for, and every clause in double quotes. `among` is a list
-- of document_ids to look in (all, where NULL); the first `snippets` passages have a snippet, for the others it is NULL.
CREATE MACRO main.search(words, among := NULL, snippets := 200) AS TABLE
SELECT document_id, section, score, snippet
FROM store.search_found(words, among := among, snippets := snippets)
ORDER BY score DESC, passage_id;
