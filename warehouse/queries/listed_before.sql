-- At most one row: how many documents the last look at a source that did not stop found in its listing.
SELECT listed
FROM store.source_runs
WHERE source = $source AND status <> 'stopped'
ORDER BY started_at DESC, run_id DESC
LIMIT 1
