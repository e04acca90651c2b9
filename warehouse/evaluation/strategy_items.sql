-- One row per strategy item.
SELECT kind, text, confidence
FROM strategy_items
WHERE document_id = ?
