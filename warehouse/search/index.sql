-- The index of the search, made anew for every published file.

-- One row per passage: a heading with the text up to the next heading of any level, or the text before the first one.
CREATE TABLE store.search_passages AS
WITH starts AS (
    SELECT document_id, edition, ordinal, heading, start_char
    FROM store.sections
    UNION ALL
    SELECT document_id, edition, 0 AS ordinal, NULL AS heading, 0 AS start_char
    FROM store.editions
),

bounded AS (
    SELECT
        starts.document_id,
        starts.edition,
        starts.ordinal,
        starts.heading,
        starts.start_char,
        lead(starts.start_char, 1, edition.char_count)
            OVER (PARTITION BY starts.document_id, starts.edition ORDER BY starts.ordinal) AS end_char
    FROM starts
    JOIN store.editions AS edition USING (document_id, edition)
    WHERE edition.is_current
)

SELECT
    row_number() OVER (ORDER BY document_id, ordinal) AS passage_id,
    document_id,
    edition,
    heading AS section,
    start_char,
    end_char
FROM bounded
WHERE end_char > start_char
ORDER BY passage_id;

-- One row per passage and stem: how often it is there, and a form that it has there.
CREATE TABLE store.search_postings AS
WITH words AS (
    SELECT
        passage.passage_id,
        unnest(store.tokens(substr(edition.text, passage.start_char + 1, passage.end_char - passage.start_char))) AS form
    FROM store.search_passages AS passage
    JOIN store.editions AS edition USING (document_id, edition)
),

forms AS (
    SELECT form, store.stem(form) AS term
    FROM (SELECT DISTINCT form FROM words)
)

SELECT forms.term, words.passage_id, count(*) AS frequency, min(words.form) AS form
FROM words
JOIN forms USING (form)
GROUP BY forms.term, words.passage_id
ORDER BY forms.term, words.passage_id;

-- One row per passage: its length in words.
CREATE TABLE store.search_lengths AS
SELECT passage_id, sum(frequency) AS length
FROM store.search_postings
GROUP BY passage_id
ORDER BY passage_id;
