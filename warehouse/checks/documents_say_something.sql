-- severity: warn, by document
-- No current edition is without any mention and fact: such a document was probably not read well.
SELECT document.uri AS offender
FROM store.editions AS edition
JOIN store.documents AS document USING (document_id)
ANTI JOIN store.mentions USING (document_id, edition)
ANTI JOIN store.strategy_items USING (document_id, edition)
ANTI JOIN store.publications USING (document_id, edition)
WHERE edition.is_current;
