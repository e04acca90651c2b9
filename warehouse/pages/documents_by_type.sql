-- One row per type of document, the most frequent first.
SELECT document_type AS label, count(*) AS count
FROM store.editions
WHERE is_current
GROUP BY label
ORDER BY count DESC, label
