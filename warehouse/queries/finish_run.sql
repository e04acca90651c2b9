UPDATE store.runs
SET
    finished_at = $finished_at,
    asked = $asked,
    loaded = $loaded,
    unchanged = $unchanged,
    skipped = $skipped,
    failed = $failed
WHERE run_id = $run_id
