-- Takes the passages of the documents of temp.touched, of which it holds none, into the search index (tables.sql).

INSERT INTO store.search_passages
WITH headings AS (
    SELECT document_id, edition, ordinal, heading, start_char
    FROM store.sections
    SEMI JOIN temp.touched USING (document_id)
    UNION ALL
    SELECT document_id, edition, 0 AS ordinal, NULL AS heading, 0 AS start_char
    FROM store.editions
    SEMI JOIN temp.touched USING (document_id)
),

bounded AS (
    SELECT
        headings.*,
        lead(headings.start_char, 1, edition.char_count)
            OVER (PARTITION BY headings.document_id, headings.edition ORDER BY headings.ordinal) AS end_char
    FROM headings
    JOIN store.editions AS edition USING (document_id, edition)
    WHERE edition.is_current
),

long_ones AS (
    SELECT
        bounded.*,
        string_split(substr(edition.text, bounded.start_char + 1, bounded.end_char - bounded.start_char), chr(10)) AS lines
    FROM bounded
    JOIN store.editions AS edition USING (document_id, edition)
    WHERE bounded.end_char - bounded.start_char > 4000
),

long_lines AS (
    SELECT * EXCLUDE (lines), unnest(lines) AS line, generate_subscripts(lines, 1) AS line_number
    FROM long_ones
),

line_starts AS (
    SELECT
        * EXCLUDE (line, line_number),
        coalesce(sum(length(line) + 1) OVER (
            PARTITION BY document_id, ordinal
            ORDER BY line_number
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ), 0)::BIGINT AS line_start
    FROM long_lines
),

starts AS (
    SELECT document_id, edition, ordinal, heading, start_char, end_char
    FROM bounded
    UNION ALL
    SELECT document_id, edition, ordinal, heading, start_char + min(line_start) AS start_char, end_char
    FROM line_starts
    WHERE line_start >= 4000
    GROUP BY document_id, edition, ordinal, heading, start_char, end_char, line_start // 4000
),

parted AS (
    SELECT
        * EXCLUDE (end_char),
        lead(start_char, 1, end_char) OVER (PARTITION BY document_id, edition, ordinal ORDER BY start_char) AS end_char
    FROM starts
),

ends AS (
    SELECT document_id, min(passage_id) AS first_id, max(passage_id) AS last_id
    FROM store.search_passages
    GROUP BY document_id
),

before AS (
    SELECT touched.document_id, coalesce(ends.last_id, 0) AS low
    FROM temp.touched AS touched
    ASOF LEFT JOIN ends ON touched.document_id > ends.document_id
),

gaps AS (
    SELECT before.document_id, before.low, ends.first_id AS high
    FROM before
    ASOF LEFT JOIN ends ON before.document_id < ends.document_id
),

counted AS (
    SELECT
        parted.*,
        gaps.low,
        gaps.high,
        row_number() OVER (PARTITION BY gaps.low ORDER BY parted.document_id, parted.ordinal, parted.start_char) AS place,
        count(*) OVER (PARTITION BY gaps.low) AS size
    FROM parted
    JOIN gaps USING (document_id)
    WHERE parted.end_char > parted.start_char
),

numbered AS (
    -- Behind the last passage there is room without end. Where there are more of them than room, numbers come out double,
    -- which whoever amends an index has to see.
    SELECT *, low + CASE WHEN high IS NULL THEN 1024 * place ELSE (high - low) * place // (size + 1) END AS passage_id
    FROM counted
)

SELECT
    numbered.passage_id,
    numbered.document_id,
    numbered.edition,
    numbered.heading AS section,
    numbered.start_char,
    -- Its own copy of the text: to read a few passages out of whole documents takes ten times as long.
    substr(edition.text, numbered.start_char + 1, numbered.end_char - numbered.start_char) AS body
FROM numbered
JOIN store.editions AS edition USING (document_id, edition)
ORDER BY numbered.passage_id;

-- One row per word of a new passage; the positions in a passage count from 1.
CREATE TEMPORARY TABLE search_words AS
WITH bodies AS (
    SELECT passage_id, store.tokens(body) AS words
    FROM store.search_passages
    SEMI JOIN temp.touched USING (document_id)
)

SELECT passage_id, unnest(words) AS word, generate_subscripts(words, 1)::INTEGER AS position
FROM bodies;

-- One row per word, with the form that it has and the term that it is found by.
CREATE TEMPORARY TABLE search_spellings AS
SELECT word, places, store.plain(word) AS form, store.term(word) AS term
FROM (SELECT word, count(*) AS places FROM search_words GROUP BY word);

CREATE TEMPORARY TABLE added_terms AS
SELECT term, sum(places)::BIGINT AS places
FROM temp.search_spellings
GROUP BY term;

UPDATE store.search_terms AS known SET places = known.places + added.places
FROM temp.added_terms AS added
WHERE known.term = added.term;

INSERT INTO store.search_terms
SELECT
    term,
    (SELECT coalesce(max(term_id), 0) FROM store.search_terms) + row_number() OVER (ORDER BY term) AS term_id,
    places
FROM temp.added_terms
ANTI JOIN store.search_terms USING (term)
ORDER BY term;

CREATE TEMPORARY TABLE added_forms AS
SELECT left(spelt.form, 1) AS initial, spelt.form, terms.term_id, sum(spelt.places)::BIGINT AS places
FROM temp.search_spellings AS spelt
JOIN store.search_terms AS terms USING (term)
GROUP BY ALL;

UPDATE store.search_forms AS known SET places = known.places + added.places
FROM temp.added_forms AS added
WHERE known.form = added.form AND known.term_id = added.term_id;

INSERT INTO store.search_forms
SELECT initial, form, term_id, places
FROM temp.added_forms
ANTI JOIN store.search_forms USING (form, term_id)
ORDER BY form, term_id;

-- One row per place, of the new passages alone.
CREATE TEMPORARY TABLE added_postings AS
SELECT terms.term_id, words.passage_id, words.position
FROM search_words AS words
JOIN temp.search_spellings AS spelt USING (word)
JOIN store.search_terms AS terms USING (term);

INSERT INTO store.search_postings
SELECT term_id, passage_id, position
FROM temp.added_postings
ORDER BY term_id, passage_id, position;

CREATE TEMPORARY TABLE added_lengths AS
SELECT passage_id, max(position) AS length
FROM search_words
GROUP BY passage_id;

INSERT INTO store.search_lengths
SELECT passage_id, length
FROM temp.added_lengths
ORDER BY passage_id;

INSERT INTO store.search_hits
SELECT posting.term_id, posting.passage_id, count(*) AS frequency, any_value(lengths.length) AS length
FROM temp.added_postings AS posting
JOIN temp.added_lengths AS lengths USING (passage_id)
GROUP BY posting.term_id, posting.passage_id
ORDER BY posting.term_id, posting.passage_id;

DELETE FROM store.search_corpus;

INSERT INTO store.search_corpus
SELECT count(*) AS passages, avg(length) AS mean_length
FROM store.search_lengths;

DROP TABLE temp.added_lengths;
DROP TABLE temp.added_postings;
DROP TABLE temp.added_forms;
DROP TABLE temp.added_terms;
DROP TABLE temp.search_spellings;
DROP TABLE temp.search_words;
