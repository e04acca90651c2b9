-- One row per organisation in a named programme, partnership or board.
-- document_id: the document that says it (documents.document_id)
-- partnership: the programme, partnership, coalition, board or group
-- organisation: the member, in its best form in this document
-- representative: who speaks for the member there, where named
-- representative_title: that person's title
-- start_char: where the words begin in documents.text, in Unicode characters from 0
-- end_char: where the words end, exclusive
-- evidence: the sentence or line that the words stand in, verbatim
-- organisation_id: the member's key (organisations.organisation_id), where known
-- text: the words themselves, exactly as documents.text holds them at start_char to end_char
-- confidence: how sure the rule or model is, from 0 to 1; 1 where a person confirmed it
-- extractor: the rule or model that found it
-- page: the number of the page that the words begin on, from 1; NULL in formats without pages
-- fact_id: the fact's key, by which people decide on it (greenpaper review); it stays where another edition says the same
CREATE VIEW partnership_members AS
SELECT
    fact.document_id,
    fact.partnership,
    fact.organisation,
    fact.representative,
    fact.representative_title,
    fact.start_char,
    fact.end_char,
    fact.evidence,
    coalesce(known.canonical_id, fact.organisation_id) AS organisation_id,
    fact.text,
    store.sure(said.decision, fact.confidence) AS confidence,
    fact.extractor,
    store.page(edition.page_starts, fact.start_char) AS page,
    fact.fact_id
FROM store.partnership_members AS fact
JOIN store.editions AS edition USING (document_id, edition)
LEFT JOIN store.canonical AS known ON known.entity_id = fact.organisation_id
LEFT JOIN store.reviewed AS said ON said.id = fact.fact_id
ANTI JOIN store.rejected AS gone ON gone.id = fact.organisation_id
WHERE
    edition.is_current
    AND said.decision IS DISTINCT FROM 'reject';
