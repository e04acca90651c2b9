-- The index of the search, made anew for every published file.

-- One row per passage: what stands under a heading up to the next heading of any level, or before the first one. Where
-- that is longer than 4,000 characters it is parted at line ends, so that a snippet is cut from a bounded text.
-- Texts are not compressed: those of two hundred passages, wherever they are, are then read in a tenth of the time.
CREATE TABLE store.search_passages (
    passage_id INTEGER,
    document_id VARCHAR,
    edition INTEGER,
    section VARCHAR,
    start_char BIGINT,
    body VARCHAR USING COMPRESSION uncompressed
);

INSERT INTO store.search_passages
WITH headings AS (
    SELECT document_id, edition, ordinal, heading, start_char
    FROM store.sections
    UNION ALL
    SELECT document_id, edition, 0 AS ordinal, NULL AS heading, 0 AS start_char
    FROM store.editions
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

numbered AS (
    SELECT *, (row_number() OVER (ORDER BY document_id, ordinal, start_char))::INTEGER AS passage_id
    FROM parted
    WHERE end_char > start_char
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

-- One row per word of a passage; the positions in a passage count from 1.
CREATE TEMPORARY TABLE search_words AS
WITH bodies AS (
    SELECT passage_id, store.tokens(body) AS words
    FROM store.search_passages
)

SELECT passage_id, unnest(words) AS word, generate_subscripts(words, 1)::INTEGER AS position
FROM bodies;

-- One row per form that a word has in some passage.
CREATE TEMPORARY TABLE search_forms AS
SELECT word, store.plain(word) AS form, store.term(word) AS term
FROM (SELECT DISTINCT word FROM search_words);

-- One row per term, numbered in the order of the alphabet, so that those of a prefix stand together.
CREATE TABLE store.search_terms AS
SELECT forms.term, (row_number() OVER (ORDER BY forms.term))::INTEGER AS term_id, count(*) AS places
FROM search_words AS words
JOIN temp.search_forms AS forms USING (word)
GROUP BY forms.term
ORDER BY forms.term;

-- One row per form and the term that it is found by; its first letter says where to look for a beginning.
CREATE TABLE store.search_forms AS
SELECT DISTINCT left(forms.form, 1) AS initial, forms.form, terms.term_id, terms.places
FROM temp.search_forms AS forms
JOIN store.search_terms AS terms USING (term)
ORDER BY forms.form, terms.term_id;

-- One row per place of a term, in the order of the terms: a question reads the few row groups that hold its own.
CREATE TABLE store.search_postings AS
SELECT terms.term_id, words.passage_id, words.position
FROM search_words AS words
JOIN temp.search_forms AS forms USING (word)
JOIN store.search_terms AS terms USING (term)
ORDER BY terms.term_id, words.passage_id, words.position;

-- One row per passage: its length in words.
CREATE TABLE store.search_lengths AS
SELECT passage_id, max(position) AS length
FROM search_words
GROUP BY passage_id
ORDER BY passage_id;

-- One row per term and passage: how often it stands there, and how long the passage is in words. What is counted here
-- need not be counted when somebody asks.
CREATE TABLE store.search_hits AS
SELECT posting.term_id, posting.passage_id, count(*)::INTEGER AS frequency, any_value(lengths.length) AS length
FROM store.search_postings AS posting
JOIN store.search_lengths AS lengths USING (passage_id)
GROUP BY posting.term_id, posting.passage_id
ORDER BY posting.term_id, posting.passage_id;

-- One row: how many passages there are, and how long they are in the mean.
CREATE TABLE store.search_corpus AS
SELECT count(*) AS passages, avg(length) AS mean_length
FROM store.search_lengths;

DROP TABLE temp.search_forms;
DROP TABLE temp.search_words;
