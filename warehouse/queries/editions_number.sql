-- One row: a number that is another one where any current edition is another one, in whatever order they stand.
SELECT coalesce(bit_xor(hash(document_id, edition, content_sha256, fingerprint, extractor_version)), 0) AS editions
FROM store.editions
WHERE is_current
