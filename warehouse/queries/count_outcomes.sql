-- One row per outcome of a run: status, number of documents.
SELECT status, count(*)
FROM store.ingestions
WHERE run_id = ?
GROUP BY status
