-- One row per dated thing, oldest first: dates that a document states, and publications that it lists with their day.
-- on_date: the day, or the first of several
-- end_date: the last day, inclusive
-- what: what happened or is due then: the date's role, or the sentence that it stands in, or the publication listed
-- subject: whom or what it is about: the document's publisher, otherwise its title, otherwise its address
-- document_id: the document that says it (documents.document_id)
-- start_char: where the words begin in documents.text, in Unicode characters from 0
-- end_char: where the words end, exclusive
-- evidence: the sentence or line that the words stand in, verbatim
-- text: the words themselves, exactly as documents.text holds them at start_char to end_char
-- confidence: how sure the rule or model is, from 0 to 1
-- extractor: the rule or model that found it
CREATE VIEW timeline AS
WITH dated AS (
    SELECT
        document_id,
        edition,
        start_date AS on_date,
        end_date,
        coalesce(role, trim(regexp_replace(evidence, '\s+', ' ', 'g'))) AS what,
        start_char,
        end_char,
        evidence,
        text,
        confidence,
        extractor
    FROM store.dates
    WHERE start_date IS NOT NULL
    UNION ALL
    SELECT
        document_id,
        edition,
        published_on AS on_date,
        published_on AS end_date,
        'publication: ' || label AS what,
        start_char,
        end_char,
        evidence,
        text,
        confidence,
        extractor
    FROM store.publications
    WHERE published_on IS NOT NULL
)

SELECT
    dated.on_date,
    dated.end_date,
    dated.what,
    coalesce(edition.publisher, edition.title, document.uri) AS subject,
    dated.document_id,
    dated.start_char,
    dated.end_char,
    dated.evidence,
    dated.text,
    dated.confidence,
    dated.extractor
FROM dated
JOIN store.editions AS edition USING (document_id, edition)
JOIN store.documents AS document USING (document_id)
WHERE edition.is_current
ORDER BY dated.on_date, dated.end_date, dated.document_id, dated.start_char, dated.what;
