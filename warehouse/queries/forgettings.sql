-- One row per forgetting, the oldest first.
SELECT
    forgetting_id,
    kind,
    forgotten_by,
    reason,
    forgotten_at,
    documents,
    editions,
    facts,
    masked_editions,
    contents,
    allowed_at,
    allowed_by
FROM store.forgettings
ORDER BY forgotten_at, forgetting_id
