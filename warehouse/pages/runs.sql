-- One row per run, the newest first, at most five, with how its documents ended.
SELECT command, started_at, finished_at, asked, loaded, unchanged, skipped, failed
FROM store.runs
ORDER BY started_at DESC, run_id DESC
LIMIT 5
