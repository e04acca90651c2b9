-- One row per calendar expression, resolved to days.
-- document_id: the document that says it (documents.document_id)
-- text: the words themselves, exactly as documents.text holds them at start_char to end_char
-- start_date: first day of the interval, NULL where it cannot be resolved
-- end_date: last day of the interval, inclusive
-- precision: how exact the expression is: day, month, quarter, year, financial year or range
-- role: what the date is for (published, updated, coverage, meeting, deadline), where the text tells
-- is_relative: whether it was resolved against another date ("last year")
-- start_char: where the words begin in documents.text, in Unicode characters from 0
-- end_char: where the words end, exclusive
-- evidence: the sentence or line that the words stand in, verbatim
-- confidence: how sure the rule or model is, from 0 to 1; 1 where a person confirmed it
-- extractor: the rule or model that found it
-- page: the number of the page that the words begin on, from 1; NULL in formats without pages
-- fact_id: the fact's key, by which people decide on it (greenpaper review); it stays where another edition says the same
CREATE VIEW dates AS
SELECT
    fact.document_id,
    fact.text,
    fact.start_date,
    fact.end_date,
    fact."precision",
    fact.role,
    fact.is_relative,
    fact.start_char,
    fact.end_char,
    fact.evidence,
    store.sure(said.decision, fact.confidence) AS confidence,
    fact.extractor,
    store.page(edition.page_starts, fact.start_char) AS page,
    fact.fact_id
FROM store.dates AS fact
JOIN store.editions AS edition USING (document_id, edition)
LEFT JOIN store.reviewed AS said ON said.id = fact.fact_id
WHERE
    edition.is_current
    AND said.decision IS DISTINCT FROM 'reject';
