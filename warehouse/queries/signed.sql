-- One row per document: the signature of its current edition, and the hashes that an identical one has too.
SELECT
    edition.document_id,
    coalesce(signature.signature, []) AS signature,
    list_filter([edition.fingerprint, edition.content_sha256], lambda each: each <> '') AS keys
FROM store.editions AS edition
LEFT JOIN store.signatures AS signature USING (document_id, edition)
WHERE edition.is_current
ORDER BY edition.document_id
