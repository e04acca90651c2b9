-- One row per heading of an edition, in the order of the text.
SELECT ordinal, level, heading, path, start_char
FROM store.sections
WHERE document_id = $document_id AND edition = $edition
ORDER BY start_char, ordinal
