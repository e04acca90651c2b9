-- Entities that no edition names any more: what was judged and decided of them goes with them.
DELETE FROM store.matches
WHERE
    entity_a_id NOT IN (SELECT entity_id FROM store.entities)
    OR entity_b_id NOT IN (SELECT entity_id FROM store.entities);

DELETE FROM store.canonical
WHERE
    entity_id NOT IN (SELECT entity_id FROM store.entities)
    OR canonical_id NOT IN (SELECT entity_id FROM store.entities);

DELETE FROM store.decisions
WHERE subject_id IN (SELECT id FROM going_subjects) OR other_id IN (SELECT id FROM going_subjects);

DELETE FROM store.decisions
WHERE decision = 'undo' AND subject_id NOT IN (SELECT decision_id FROM store.decisions);
