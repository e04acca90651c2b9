-- One row per other document, or version of a plan, that a page lists.
-- document_id: the document that says it (documents.document_id)
-- label: what the page calls it
-- year: the year it is for or from
-- published_on: the day it was published
-- uri: where it lives, NULL where the page does not link it
-- media_type: its format
-- size_bytes: its size in bytes, as the page says
-- is_ingested: whether it is a document of this warehouse: its uri is the document's own, the one that the document calls the
--   right one, or one that led there; http and https are the same, and what follows # does not count
-- start_char: where the words begin in documents.text, in Unicode characters from 0
-- end_char: where the words end, exclusive
-- evidence: the sentence or line that the words stand in, verbatim
-- text: the words themselves, exactly as documents.text holds them at start_char to end_char
-- confidence: how sure the rule or model is, from 0 to 1; 1 where a person confirmed it
-- extractor: the rule or model that found it
-- page: the number of the page that the words begin on, from 1; NULL in formats without pages
-- fact_id: the fact's key, by which people decide on it (greenpaper review); it stays where another edition says the same
CREATE VIEW publications AS
SELECT
    fact.document_id,
    fact.label,
    fact."year",
    fact.published_on,
    fact.uri,
    fact.media_type,
    fact.size_bytes,
    known.address IS NOT NULL AS is_ingested,
    fact.start_char,
    fact.end_char,
    fact.evidence,
    fact.text,
    store.sure(said.decision, fact.confidence) AS confidence,
    fact.extractor,
    store.page(edition.page_starts, fact.start_char) AS page,
    fact.fact_id
FROM store.publications AS fact
JOIN store.editions AS edition USING (document_id, edition)
LEFT JOIN store.prepared_addresses AS known ON known.address = store.address(fact.uri)
LEFT JOIN store.reviewed AS said ON said.id = fact.fact_id
WHERE
    edition.is_current
    AND said.decision IS DISTINCT FROM 'reject';
