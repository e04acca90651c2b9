-- One row per source: how many of its items are left to do (those that need a person not counted), and when the next of them
-- that failed is tried again.
SELECT source, count(*) AS items, min(next_at) FILTER (state = 'failed') AS next_at
FROM store.waiting
WHERE next_at IS NOT NULL
GROUP BY source
ORDER BY source
