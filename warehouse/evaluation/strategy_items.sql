-- One row per strategy item.
SELECT kind, text
FROM strategy_items
WHERE document_id = ?
