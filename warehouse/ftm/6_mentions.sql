-- One row per form of a name in a document, as an entity of the schema Mention, which knows no places in a text.
SELECT DISTINCT
    'Mention' AS schema,
    concat_ws(':', 'mention', document_id, entity_id, text) AS id,
    document_id AS document,
    entity_id AS resolved,
    text AS name,
    CASE kind WHEN 'person' THEN 'Person' ELSE 'Organization' END AS "detectedSchema"
FROM mentions
WHERE kind IN ('person', 'organisation') AND entity_id IS NOT NULL
ORDER BY ALL
