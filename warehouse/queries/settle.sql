-- The items of incoming_settled are not left to do any more.
DELETE FROM store.waiting
WHERE (source, uri) IN (SELECT (source, uri) FROM incoming_settled);
