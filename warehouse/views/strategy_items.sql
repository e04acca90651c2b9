-- One row per vision, mission, value, aim, objective, priority or other item of a strategy.
-- document_id: the document that says it (documents.document_id)
-- kind: the text's own word in the singular: vision, mission, purpose, value, aim, objective, goal, priority,
--   principle, enabler, outcome, commitment, recommendation
-- ordinal: the item's number among those of its kind in the document, from 1
-- text: the words themselves, exactly as documents.text holds them at start_char to end_char
-- detail: the explanation that follows the item
-- audience: whom the item is for, where stated
-- start_char: where the words begin in documents.text, in Unicode characters from 0
-- end_char: where the words end, exclusive
-- evidence: the sentence or line that the words stand in, verbatim
-- confidence: how sure the rule or model is, from 0 to 1; 1 where a person confirmed it
-- extractor: the rule or model that found it
-- page: the number of the page that the words begin on, from 1; NULL in formats without pages
-- fact_id: the fact's key, by which people decide on it (greenpaper review); it stays where another edition says the same
CREATE VIEW strategy_items AS
SELECT
    fact.document_id,
    fact.kind,
    fact.ordinal,
    fact.text,
    fact.detail,
    fact.audience,
    fact.start_char,
    fact.end_char,
    fact.evidence,
    store.sure(said.decision, fact.confidence) AS confidence,
    fact.extractor,
    store.page(edition.page_starts, fact.start_char) AS page,
    fact.fact_id
FROM store.strategy_items AS fact
JOIN store.editions AS edition USING (document_id, edition)
LEFT JOIN store.reviewed AS said ON said.id = fact.fact_id
WHERE
    edition.is_current
    AND said.decision IS DISTINCT FROM 'reject';
