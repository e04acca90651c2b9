-- Everything that the editions of incoming_keys say, in one table.
DELETE FROM store.{table}
WHERE (document_id, edition) IN (SELECT (document_id, edition) FROM incoming_keys)
