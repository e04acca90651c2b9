-- One row per source that was looked at: when the last look at it began.
SELECT source, max(started_at) AS looked_at
FROM store.source_runs
GROUP BY source;
