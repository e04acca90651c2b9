-- One row per item of a source that was taken, in the fields of extractors.records.TakenItem.
SELECT source, uri, label, stamp, published_on, fetch_uri, found_on, taken_at
FROM store.items
WHERE source = ?
ORDER BY uri
