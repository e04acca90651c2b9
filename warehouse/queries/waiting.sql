-- One row per item of a source that is left to do, in the fields of extractors.looks.WaitingItem.
SELECT
    source, uri, state, label, stamp, published_on, fetch_uri, found_on, found_at, attempts, last_at, next_at, error,
    extractor_version
FROM store.waiting
WHERE source = ?
ORDER BY found_at, uri
