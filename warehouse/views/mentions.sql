-- One row per place where something is named.
-- document_id: the document that says it (documents.document_id)
-- mention_id: the mention's key: document, kind and place
-- kind: what is named: person, organisation, place, figure or date
-- text: the words themselves, exactly as documents.text holds them at start_char to end_char
-- entity_id: the person, organisation or place named (people.person_id, organisations.organisation_id); NULL for
--   figures and dates
-- name: the best form of the name in this document
-- extractor: the rule or model that found it
-- confidence: how sure the rule or model is, from 0 to 1; 1 where a person confirmed it
-- start_char: where the words begin in documents.text, in Unicode characters from 0
-- end_char: where the words end, exclusive
-- evidence: the sentence or line that the words stand in, verbatim
-- page: the number of the page that the words begin on, from 1; NULL in formats without pages
-- fact_id: the fact's key, by which people decide on it (greenpaper review); it stays where another edition says the same
CREATE VIEW mentions AS
SELECT
    fact.document_id,
    concat_ws(':', fact.document_id, fact.kind, fact.start_char, fact.end_char) AS mention_id,
    fact.kind,
    fact.text,
    coalesce(known.canonical_id, fact.entity_id) AS entity_id,
    fact.name,
    fact.extractor,
    store.sure(coalesce(said.decision, named.decision), fact.confidence) AS confidence,
    fact.start_char,
    fact.end_char,
    fact.evidence,
    store.page(edition.page_starts, fact.start_char) AS page,
    fact.fact_id
FROM store.mentions AS fact
JOIN store.editions AS edition USING (document_id, edition)
LEFT JOIN store.canonical AS known ON known.entity_id = fact.entity_id
LEFT JOIN store.reviewed AS said ON said.id = fact.fact_id
LEFT JOIN store.reviewed AS named ON named.id = fact.entity_id
ANTI JOIN store.rejected_places AS gone USING (document_id, edition, kind, start_char, end_char)
WHERE
    edition.is_current
    AND said.decision IS DISTINCT FROM 'reject'
    AND named.decision IS DISTINCT FROM 'reject';
