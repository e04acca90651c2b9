-- One row per item that is left to do at an asked address (asked_uris), in the fields of extractors.looks.WaitingItem.
SELECT
    source, uri, state, label, stamp, published_on, fetch_uri, found_on, found_at, attempts, last_at, next_at, error,
    extractor_version
FROM store.waiting
SEMI JOIN asked_uris USING (uri)
ORDER BY uri
