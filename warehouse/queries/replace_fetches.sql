-- The fetches of incoming_said, in place of what is known of their addresses.
DELETE FROM store.fetches
WHERE uri IN (SELECT uri FROM incoming_said);

INSERT INTO store.fetches BY NAME
SELECT * FROM incoming_said;
