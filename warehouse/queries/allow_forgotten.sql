DELETE FROM store.forgotten
WHERE list_contains($ids, forgetting_id)
