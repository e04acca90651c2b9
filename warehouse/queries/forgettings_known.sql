-- One row per forgetting, as far as it decides what may be in a file.
SELECT forgetting_id, allowed_at
FROM store.forgettings
ORDER BY forgetting_id
