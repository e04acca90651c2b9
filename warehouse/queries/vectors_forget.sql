-- No vector outlives its text.
DELETE FROM store.vectors WHERE text_sha256 NOT IN (SELECT text_sha256 FROM temp.wanted_vectors)
