-- severity: fail, by document
-- An edition has one row per person, organisation or place.
SELECT document_id || ' edition ' || edition || ': ' || entity_id AS offender
FROM store.entities
GROUP BY document_id, edition, entity_id
HAVING count(*) > 1;
