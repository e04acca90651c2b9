-- The rows of the view timeline, made once for every published file, nearly in its order: who asks for some years
-- reads few others.
-- Amended by document: those of temp.touched are made anew.
CREATE OR REPLACE TEMPORARY TABLE made AS
WITH listed AS (
    SELECT document_id, evidence, any_value(label ORDER BY start_char) AS label,
        bool_or(published_on IS NOT NULL) AS is_dated
    FROM publications
    SEMI JOIN temp.touched USING (document_id)
    GROUP BY ALL
),

dated AS (
    SELECT
        fact.document_id,
        fact.start_date AS on_date,
        fact.end_date,
        concat_ws(': ', fact.role, coalesce(listed.label, trim(regexp_replace(fact.evidence, '\s{2,}|[\t\n\f\r]', ' ', 'g')))) AS what,
        fact.start_char,
        fact.end_char,
        fact.evidence,
        fact.text,
        fact.confidence,
        fact.extractor,
        fact.page,
        fact.fact_id
    FROM dates AS fact
    SEMI JOIN temp.touched USING (document_id)
    LEFT JOIN listed USING (document_id, evidence)
    WHERE fact.start_date IS NOT NULL
        -- the year in "2018 version (published October 2018)" is part of a label, and nothing happened at it
        AND NOT (coalesce(listed.is_dated, false) AND fact.role IS NULL)
    UNION ALL
    -- publications whose day stands beside the text (a link's meta data), and not in it
    SELECT
        document_id,
        published_on AS on_date,
        published_on AS end_date,
        'published: ' || label AS what,
        start_char,
        end_char,
        evidence,
        text,
        confidence,
        extractor,
        page,
        fact_id
    FROM publications
    SEMI JOIN temp.touched USING (document_id)
    ANTI JOIN (FROM dates SEMI JOIN temp.touched USING (document_id) WHERE role IS NOT NULL) AS said
        USING (document_id, evidence)
    WHERE published_on IS NOT NULL
)

SELECT
    dated.on_date,
    dated.end_date,
    dated.what,
    coalesce(edition.publisher, edition.title, edition.uri) AS subject,
    dated.document_id,
    dated.start_char,
    dated.end_char,
    dated.evidence,
    dated.text,
    dated.confidence,
    dated.extractor,
    dated.page,
    dated.fact_id
FROM dated
JOIN documents AS edition ON edition.document_id = dated.document_id AND edition.is_current;

CREATE TABLE IF NOT EXISTS store.prepared_timeline AS FROM temp.made LIMIT 0;

DELETE FROM store.prepared_timeline WHERE document_id IN (SELECT document_id FROM temp.touched);

INSERT INTO store.prepared_timeline
FROM temp.made
ORDER BY on_date, end_date, document_id, start_char, what;

DROP TABLE temp.made;
