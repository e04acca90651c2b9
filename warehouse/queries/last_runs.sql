-- One row per run, newest first.
SELECT run_id, command, started_at, finished_at, asked, loaded, unchanged, skipped, failed
FROM store.runs
ORDER BY started_at DESC, run_id DESC
LIMIT ?
