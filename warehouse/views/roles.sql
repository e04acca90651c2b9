-- One row per person holding a title, as one document says.
-- document_id: the document that says it (documents.document_id)
-- person_id: the person (people.person_id)
-- person: the person's name, in its best form in this document
-- title: the title on one line
-- organisation_id: the organisation that the title is held in (organisations.organisation_id)
-- organisation: that organisation's name, NULL where none can be told
-- is_former: whether the document says that the role is over
-- as_of: the day for which the document says it, where it tells one
-- start_char: where the words begin in documents.text, in Unicode characters from 0
-- end_char: where the words end, exclusive
-- evidence: the sentence or line that the words stand in, verbatim
-- text: the words themselves, exactly as documents.text holds them at start_char to end_char
-- confidence: how sure the rule or model is, from 0 to 1; 1 where a person confirmed it
-- extractor: the rule or model that found it
-- page: the number of the page that the words begin on, from 1; NULL in formats without pages
-- fact_id: the fact's key, by which people decide on it (greenpaper review); it stays where another edition says the same
CREATE VIEW roles AS
SELECT
    fact.document_id,
    coalesce(who.canonical_id, fact.person_id) AS person_id,
    fact.person,
    fact.title,
    CASE WHEN nowhere.id IS NULL THEN coalesce(place.canonical_id, fact.organisation_id) END AS organisation_id,
    CASE WHEN nowhere.id IS NULL THEN fact.organisation END AS organisation,
    fact.is_former,
    fact.as_of,
    fact.start_char,
    fact.end_char,
    fact.evidence,
    fact.text,
    store.sure(said.decision, fact.confidence) AS confidence,
    fact.extractor,
    store.page(edition.page_starts, fact.start_char) AS page,
    fact.fact_id
FROM store.roles AS fact
JOIN store.editions AS edition USING (document_id, edition)
LEFT JOIN store.canonical AS who ON who.entity_id = fact.person_id
LEFT JOIN store.canonical AS place ON place.entity_id = fact.organisation_id
LEFT JOIN store.reviewed AS said ON said.id = fact.fact_id
LEFT JOIN store.rejected AS nowhere ON nowhere.id = fact.organisation_id
ANTI JOIN store.rejected AS gone ON gone.id = fact.person_id
WHERE
    edition.is_current
    AND said.decision IS DISTINCT FROM 'reject';
