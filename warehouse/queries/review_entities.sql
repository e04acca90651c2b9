-- One row per entity that an id or a name ($1) is the best answer to, in the order of their ids: an id before the name that
-- a document gives it, before the name that a person gave it, before an alias. It goes by another's id where they are one.
WITH called AS (
    SELECT
        entity.entity_id,
        entity.kind,
        entity.name,
        CASE
            WHEN entity.entity_id = $1 THEN 1
            WHEN entity.name = $1 THEN 2
            WHEN renamed.name = $1 THEN 3
            WHEN list_contains(entity.aliases, $1) THEN 4
        END AS rank
    FROM store.entities AS entity
    LEFT JOIN store.canonical AS known ON known.entity_id = entity.entity_id
    LEFT JOIN store.renamed AS renamed ON renamed.entity_id = coalesce(known.canonical_id, entity.entity_id)
)

SELECT entity_id, any_value(kind) AS kind, store.usual_form(histogram(name)) AS name, store.entity(entity_id) AS goes_by
FROM called
WHERE rank IS NOT NULL
GROUP BY entity_id
QUALIFY min(rank) = min(min(rank)) OVER ()
ORDER BY entity_id;
