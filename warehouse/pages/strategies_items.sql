-- One row per item of the documents in $document_ids, in the order of the text.
SELECT document_id, kind, text, detail, start_char
FROM strategy_items
WHERE list_contains($document_ids, document_id)
ORDER BY document_id, start_char
LIMIT 1000
