-- One row per amount of money in the documents in $document_ids, in the order of the text, at most 40 of each.
SELECT document_id, text, value, currency, measure, start_char
FROM finances
WHERE list_contains($document_ids, document_id)
QUALIFY row_number() OVER (PARTITION BY document_id ORDER BY start_char) <= 40
ORDER BY document_id, start_char
