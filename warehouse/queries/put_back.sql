-- What failed is tried again by the next run, as if it never had been: the items of incoming_back.
UPDATE store.waiting
SET attempts = 0, next_at = ?
WHERE (source, uri) IN (SELECT (source, uri) FROM incoming_back)
