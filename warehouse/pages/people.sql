-- One row per person who is asked for, in alphabetical order; found is how many there are in all.
WITH named AS (
    SELECT coalesce(known.canonical_id, entity.entity_id) AS person_id, entity.name, entity.document_id, entity.entity_id
    FROM store.entities AS entity
    SEMI JOIN (FROM store.editions WHERE is_current) AS current USING (document_id, edition)
    LEFT JOIN store.canonical AS known USING (entity_id)
    ANTI JOIN store.rejected AS gone ON gone.id = entity.entity_id
    WHERE entity.kind = 'person'
),

people_named AS (
    SELECT
        named.person_id,
        coalesce(any_value(renamed.name), store.usual_form(histogram(named.name))) AS name,
        string_agg(DISTINCT named.name, ' ') AS names,
        count(DISTINCT named.document_id) AS documents
    FROM named
    LEFT JOIN store.renamed AS renamed ON renamed.entity_id = named.person_id
    GROUP BY named.person_id
),

wanted AS (
    SELECT *, count(*) OVER () AS found
    FROM people_named
    WHERE
        ($words IS NULL OR contains(lower(concat_ws(' ', name, names)), lower($words)))
        AND (
            $organisation IS NULL
            OR person_id IN (SELECT person_id FROM roles WHERE contains(lower(organisation), lower($organisation)))
        )
    ORDER BY name, person_id
    LIMIT $most OFFSET $skipped
),

held AS (
    SELECT
        role.person_id,
        list_distinct(list(role.title || coalesce(', ' || role.organisation, '') ORDER BY role.is_former, role.as_of DESC)) AS roles
    FROM roles AS role
    SEMI JOIN wanted USING (person_id)
    GROUP BY role.person_id
)

SELECT wanted.person_id, wanted.name, wanted.documents, wanted.found, coalesce(held.roles, [])[:4] AS roles
FROM wanted
LEFT JOIN held USING (person_id)
ORDER BY wanted.name, wanted.person_id
