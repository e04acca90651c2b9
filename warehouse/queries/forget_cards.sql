-- The cards of the asked addresses, and of what is inside them ("…!/name"; the sign after "/" is "0").
DELETE FROM store.cards
WHERE EXISTS (
    SELECT 1
    FROM asked_uris
    WHERE cards.uri = asked_uris.uri OR (cards.uri >= asked_uris.uri || '!/' AND cards.uri < asked_uris.uri || '!0')
)
