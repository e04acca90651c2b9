-- severity: fail, at every publication
-- A look at a source that listed fewer documents than its minimum, or more than its maximum, loaded and withdrew nothing.
-- Of each source the last look alone: once it has recovered, what it did before keeps no file back.
WITH last_looks AS (
    SELECT *
    FROM store.source_runs
    QUALIFY row_number() OVER (PARTITION BY source ORDER BY started_at DESC, run_id DESC) = 1
)

SELECT source || ' listed ' || listed || ' of ' || minimum || ' to ' || maximum || ' documents' AS offender
FROM last_looks
WHERE
    listed NOT BETWEEN minimum AND maximum
    AND (status <> 'stopped' OR loaded > 0 OR coalesce(withdrawn, 0) > 0);
