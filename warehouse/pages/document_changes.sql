-- One row per fact that an edition added or removed.
SELECT edition, change, kind, text
FROM changes
WHERE document_id = $document_id AND edition > $from_edition AND edition <= $to_edition
ORDER BY edition, kind, text, change
LIMIT 2000
