-- One row per publisher, the most frequent first, at most twelve.
SELECT publisher AS label, count(*) AS count
FROM documents
WHERE is_current AND publisher IS NOT NULL
GROUP BY label
ORDER BY count DESC, label
LIMIT 12
