-- One row per pair of organisations that work together, as one document says.
-- document_id: the document that says it (documents.document_id)
-- organisation_a: one organisation, in its best form in this document
-- organisation_b: the other
-- relation: partnership, works with, joint (they do a thing together), signs, member of (the first belongs to the
--   second), supports, funds, commissions, delivers, sponsors (the first does it for the second), or agency of
-- programme: the programme or project it is about, where named
-- observed_on: the day for which the document says it
-- start_char: where the words begin in documents.text, in Unicode characters from 0
-- end_char: where the words end, exclusive
-- evidence: the sentence or line that the words stand in, verbatim
-- organisation_a_id: the one organisation's key (organisations.organisation_id)
-- organisation_b_id: the other's key
-- text: the words themselves, exactly as documents.text holds them at start_char to end_char
-- confidence: how sure the rule or model is, from 0 to 1; 1 where a person confirmed it
-- extractor: the rule or model that found it
-- page: the number of the page that the words begin on, from 1; NULL in formats without pages
-- fact_id: the fact's key, by which people decide on it (greenpaper review); it stays where another edition says the same
CREATE VIEW partnerships AS
SELECT
    fact.document_id,
    fact.organisation_a,
    fact.organisation_b,
    fact.relation,
    fact.programme,
    fact.observed_on,
    fact.start_char,
    fact.end_char,
    fact.evidence,
    coalesce(known_a.canonical_id, fact.organisation_a_id) AS organisation_a_id,
    coalesce(known_b.canonical_id, fact.organisation_b_id) AS organisation_b_id,
    fact.text,
    store.sure(said.decision, fact.confidence) AS confidence,
    fact.extractor,
    store.page(edition.page_starts, fact.start_char) AS page,
    fact.fact_id
FROM store.partnerships AS fact
JOIN store.editions AS edition USING (document_id, edition)
LEFT JOIN store.canonical AS known_a ON known_a.entity_id = fact.organisation_a_id
LEFT JOIN store.canonical AS known_b ON known_b.entity_id = fact.organisation_b_id
LEFT JOIN store.reviewed AS said ON said.id = fact.fact_id
ANTI JOIN store.rejected AS gone_a ON gone_a.id = fact.organisation_a_id
ANTI JOIN store.rejected AS gone_b ON gone_b.id = fact.organisation_b_id
WHERE
    edition.is_current
    AND said.decision IS DISTINCT FROM 'reject';
