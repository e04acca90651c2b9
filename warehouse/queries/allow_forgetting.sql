UPDATE store.forgettings SET allowed_at = $at, allowed_by = $by
WHERE list_contains($ids, forgetting_id) AND allowed_at IS NULL
