-- One row per name, beginning of a name, address or content that is not to be kept, and the key that its digest was made with.
SELECT forgotten.kind, forgotten.digest, forgotten.words, forgetting.key_id
FROM store.forgotten AS forgotten
JOIN store.forgettings AS forgetting USING (forgetting_id)
