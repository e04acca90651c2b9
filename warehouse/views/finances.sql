-- One row per figure in money.
-- document_id: the document that says it (documents.document_id)
-- text: the words themselves, exactly as documents.text holds them at start_char to end_char
-- value: the number, or the lower end of a range, in plain units (£3.4billion is 3400000000)
-- value_high: the upper end of a range, otherwise NULL
-- unit: the ISO 4217 code of the money
-- measure: what is counted or paid, in the text's words
-- qualifier: over, more than, up to, nearly, about, at least, … where stated
-- organisation: whose figure it is, where the text tells
-- period_start: first day of the period that it is for, where stated
-- period_end: last day of that period, inclusive
-- start_char: where the words begin in documents.text, in Unicode characters from 0
-- end_char: where the words end, exclusive
-- evidence: the sentence or line that the words stand in, verbatim
-- currency: the ISO 4217 code of the money, the same as unit
-- confidence: how sure the rule or model is, from 0 to 1; 1 where a person confirmed it
-- extractor: the rule or model that found it
-- page: the number of the page that the words begin on, from 1; NULL in formats without pages
-- fact_id: the fact's key, by which people decide on it (greenpaper review); it stays where another edition says the same
CREATE VIEW finances AS
SELECT
    fact.document_id,
    fact.text,
    fact.value,
    fact.value_high,
    fact.unit,
    fact.measure,
    fact.qualifier,
    fact.organisation,
    fact.period_start,
    fact.period_end,
    fact.start_char,
    fact.end_char,
    fact.evidence,
    fact.unit AS currency,
    store.sure(said.decision, fact.confidence) AS confidence,
    fact.extractor,
    store.page(edition.page_starts, fact.start_char) AS page,
    fact.fact_id
FROM store.figures AS fact
JOIN store.editions AS edition USING (document_id, edition)
LEFT JOIN store.reviewed AS said ON said.id = fact.fact_id
WHERE
    edition.is_current
    AND said.decision IS DISTINCT FROM 'reject'
    AND regexp_full_match(fact.unit, '[A-Z]{3}');
