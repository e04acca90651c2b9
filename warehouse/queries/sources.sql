-- One row per source, by name: its last run, and what the warehouse holds of it.
WITH last_runs AS (
    SELECT *
    FROM store.source_runs
    QUALIFY row_number() OVER (PARTITION BY source ORDER BY started_at DESC, run_id DESC) = 1
),

held AS (
    SELECT document.source, count(*) AS documents, max(edition.published_on) AS newest_published_on
    FROM store.documents AS document
    JOIN store.editions AS edition USING (document_id)
    WHERE edition.is_current
    GROUP BY document.source
)

SELECT
    run.source,
    run.kind,
    run.publisher,
    run.licence,
    run.schedule,
    run.started_at,
    run.finished_at,
    run.status,
    run.reason,
    run.listed,
    run.due,
    run.loaded,
    coalesce(held.documents, 0) AS documents,
    held.newest_published_on
FROM last_runs AS run
LEFT JOIN held USING (source)
ORDER BY run.source
