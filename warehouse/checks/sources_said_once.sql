-- severity: fail
-- An address has one last fetch, a source one row per item, and a run one row per source.
SELECT 'fetches ' || uri AS offender
FROM store.fetches
GROUP BY uri
HAVING count(*) > 1
UNION ALL
SELECT 'items ' || source || ' ' || uri AS offender
FROM store.items
GROUP BY source, uri
HAVING count(*) > 1
UNION ALL
SELECT 'waiting ' || source || ' ' || uri AS offender
FROM store.waiting
GROUP BY source, uri
HAVING count(*) > 1
UNION ALL
SELECT 'source_runs ' || run_id || ' ' || source AS offender
FROM store.source_runs
GROUP BY run_id, source
HAVING count(*) > 1;
