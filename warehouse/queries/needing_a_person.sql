-- One row per item that failed so often that it is not tried again before a person has looked at it.
SELECT source, uri, error, attempts, last_at
FROM store.waiting
WHERE state = 'failed' AND next_at IS NULL
ORDER BY source, uri
