-- severity: warn, at every publication
-- At its last look every source listed no fewer documents than its minimum, and no more than its maximum.
-- A warning: the source has stopped by itself, and its documents are as they were. To hold the file back would keep nothing
-- safe, and would keep from readers what the other sources, decisions and forgetting have to say.
WITH last_looks AS (
    SELECT *
    FROM store.source_runs
    QUALIFY row_number() OVER (PARTITION BY source ORDER BY started_at DESC, run_id DESC) = 1
)

SELECT source || ' listed ' || listed || ' of ' || minimum || ' to ' || maximum || ' documents: ' || reason AS offender
FROM last_looks
WHERE listed NOT BETWEEN minimum AND maximum;
