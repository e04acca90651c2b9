-- severity: fail, at every publication
-- Every document that a finished run was asked for has exactly one outcome.
SELECT run.run_id AS offender
FROM store.runs AS run
LEFT JOIN store.ingestions AS ingestion USING (run_id)
WHERE run.finished_at IS NOT NULL
GROUP BY run.run_id, run.asked, run.loaded, run.unchanged, run.skipped, run.failed
HAVING
    count(ingestion.uri) <> run.asked
    OR run.loaded + run.unchanged + run.skipped + run.failed <> run.asked;
