-- One row per name of the person who goes by this id, in any edition.
WITH named AS (
    SELECT unnest(list_append(aliases, name)) AS name
    FROM store.entities
    WHERE kind = 'person' AND store.entity(entity_id) = $1
    UNION
    SELECT name
    FROM store.renamed
    WHERE entity_id = $1
)

SELECT DISTINCT name
FROM named
ORDER BY name
