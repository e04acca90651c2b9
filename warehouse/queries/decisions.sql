-- One row per pair of entities that a person decided on: the decision that holds.
SELECT subject_id, other_id, decision, decided_by, reason
FROM store.holding()
WHERE decision IN ('same', 'different')
ORDER BY subject_id, other_id
