-- Who publishes most?
SELECT publisher, count(*) AS documents
FROM documents
WHERE is_current
GROUP BY publisher
ORDER BY documents DESC, publisher
LIMIT 20
