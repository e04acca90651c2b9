-- The documents of incoming_keys were written by the newest revision.
INSERT INTO store.changed
SELECT DISTINCT document_id, (SELECT max(revision) FROM store.revisions) AS revision
FROM incoming_keys
