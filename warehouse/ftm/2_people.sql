-- One row per person, as an entity of the schema Person; a title that is held in no known body is a position.
WITH positions AS (
    SELECT person_id, list_sort(list_distinct(list(title))) AS titles
    FROM roles
    WHERE organisation_id IS NULL AND NOT is_former
    GROUP BY person_id
)

SELECT
    'Person' AS schema,
    person.person_id AS id,
    person.name,
    person.aliases AS alias,
    person.honorific AS title,
    positions.titles AS position
FROM people AS person
LEFT JOIN positions USING (person_id)
ORDER BY ALL
