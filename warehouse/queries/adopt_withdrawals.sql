-- The items of incoming_items stand as their cards say: taken from their source, and lost by it where a card has a sign.
INSERT INTO store.items BY NAME
SELECT source, uri, found_on, taken_at, first_taken_at
FROM incoming_items;

INSERT INTO store.withdrawals BY NAME
SELECT source, uri, sign, withdrawn_at, run_id
FROM incoming_items
WHERE sign IS NOT NULL;
