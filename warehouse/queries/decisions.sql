-- One row per pair that a person decided on: the latest decision.
SELECT entity_a_id, entity_b_id, judgement, decided_by, reason
FROM store.decisions
QUALIFY row_number() OVER (PARTITION BY entity_a_id, entity_b_id ORDER BY decided_at DESC, judgement, decided_by) = 1
ORDER BY entity_a_id, entity_b_id
