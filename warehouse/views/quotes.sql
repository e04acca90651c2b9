-- One row per piece of direct speech of a speaker.
-- document_id: the document that says it (documents.document_id)
-- speaker: who says it
-- speaker_role: the title that the document gives the speaker there
-- text: the words between the quotation marks, exactly as documents.text holds them at start_char to end_char
-- start_char: where the words begin in documents.text, in Unicode characters from 0
-- end_char: where the words end, exclusive
-- evidence: the sentence or line that the words stand in, verbatim
-- speaker_id: the speaker's key (people.person_id), where known
-- confidence: how sure the rule or model is, from 0 to 1; 1 where a person confirmed it
-- extractor: the rule or model that found it
-- page: the number of the page that the words begin on, from 1; NULL in formats without pages
-- fact_id: the fact's key, by which people decide on it (greenpaper review); it stays where another edition says the same
CREATE VIEW quotes AS
SELECT
    fact.document_id,
    CASE WHEN nobody.id IS NULL THEN fact.speaker END AS speaker,
    fact.speaker_role,
    fact.text,
    fact.start_char,
    fact.end_char,
    fact.evidence,
    CASE WHEN nobody.id IS NULL THEN coalesce(who.canonical_id, fact.speaker_id) END AS speaker_id,
    store.sure(said.decision, fact.confidence) AS confidence,
    fact.extractor,
    store.page(edition.page_starts, fact.start_char) AS page,
    fact.fact_id
FROM store.quotes AS fact
JOIN store.editions AS edition USING (document_id, edition)
LEFT JOIN store.canonical AS who ON who.entity_id = fact.speaker_id
LEFT JOIN store.reviewed AS said ON said.id = fact.fact_id
LEFT JOIN store.rejected AS nobody ON nobody.id = fact.speaker_id
WHERE
    edition.is_current
    AND said.decision IS DISTINCT FROM 'reject';
