-- One row per current document that names an entity, the newest first.
SELECT
    document.document_id, document.title, document.uri, document.document_type, document.published_on, count(*) AS mentions,
    min(mention.start_char) AS start_char
FROM mentions AS mention
JOIN documents AS document ON document.document_id = mention.document_id AND document.is_current
WHERE mention.entity_id = $id
GROUP BY ALL
ORDER BY document.published_on DESC NULLS LAST, document.title, document.document_id
LIMIT 200
