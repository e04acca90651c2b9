UPDATE store.cards SET card = changed.card
FROM changed_cards AS changed
WHERE cards.number = changed.number
