-- One row per item that was taken from the listing of a source, stands not in it (named_uris) and is not withdrawn: its
-- address, and whether an earlier look found that too. What a page attached was never in the listing.
SELECT item.uri, coalesce(known.sign = 'unlisted', false) AS was_unlisted
FROM store.items AS item
LEFT JOIN store.absences AS known USING (source, uri)
WHERE
    item.source = $source
    AND item.found_on IS NULL
    AND item.uri NOT IN (SELECT uri FROM named_uris)
    AND item.uri NOT IN (SELECT uri FROM store.withdrawals WHERE source = $source)
ORDER BY item.uri
