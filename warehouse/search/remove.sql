-- Takes the passages of the documents of temp.touched out of the search index (tables.sql), and every form and term that no
-- other passage has.

CREATE TEMPORARY TABLE gone_passages AS
SELECT passage_id, body
FROM store.search_passages
SEMI JOIN temp.touched USING (document_id);

CREATE TEMPORARY TABLE gone_forms AS
SELECT store.plain(word) AS form, store.term(word) AS term, sum(places)::BIGINT AS places
FROM (
    SELECT word, count(*) AS places
    FROM (SELECT unnest(store.tokens(body)) AS word FROM temp.gone_passages)
    GROUP BY word
)
GROUP BY form, term;

CREATE TEMPORARY TABLE gone_terms AS
SELECT terms.term_id, sum(gone.places)::BIGINT AS places
FROM temp.gone_forms AS gone
JOIN store.search_terms AS terms USING (term)
GROUP BY terms.term_id;

UPDATE store.search_forms AS known SET places = known.places - gone.places
FROM temp.gone_forms AS gone
JOIN store.search_terms AS terms USING (term)
WHERE known.form = gone.form AND known.term_id = terms.term_id;

DELETE FROM store.search_forms WHERE places = 0;

UPDATE store.search_terms AS known SET places = known.places - gone.places
FROM temp.gone_terms AS gone
WHERE known.term_id = gone.term_id;

DELETE FROM store.search_terms WHERE places = 0;

DELETE FROM store.search_postings WHERE passage_id IN (SELECT passage_id FROM temp.gone_passages);

DELETE FROM store.search_hits WHERE passage_id IN (SELECT passage_id FROM temp.gone_passages);

DELETE FROM store.search_lengths WHERE passage_id IN (SELECT passage_id FROM temp.gone_passages);

DELETE FROM store.search_passages WHERE passage_id IN (SELECT passage_id FROM temp.gone_passages);

DROP TABLE temp.gone_terms;
DROP TABLE temp.gone_forms;
DROP TABLE temp.gone_passages;
