-- One row per passage, best first.
SELECT
    passage.document_id,
    document.uri,
    document.title,
    passage.section,
    passage.score,
    passage.snippet
FROM search(?) AS passage
JOIN documents AS document ON document.document_id = passage.document_id AND document.is_current
ORDER BY passage.score DESC, document.uri, passage.section, passage.snippet
LIMIT ?
