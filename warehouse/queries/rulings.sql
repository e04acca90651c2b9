-- One row per decision, the oldest first.
SELECT
    decision_id,
    decision,
    subject_id,
    other_id,
    name,
    about,
    decided_by,
    reason,
    decided_at,
    decision_id IN (SELECT holding.decision_id FROM store.holding() AS holding) AS holds
FROM store.decisions
ORDER BY decided_at, decision_id
