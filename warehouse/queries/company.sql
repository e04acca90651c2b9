-- One row per pair of incoming_pairs: what its two entities share in current editions (extractors.records.Company).
-- A neighbour is rare where fewer documents name it than $common: who is named everywhere tells nothing.
WITH named AS (
    SELECT DISTINCT entity.entity_id, entity.document_id, entity.kind, entity.name
    FROM store.entities AS entity
    JOIN store.editions AS edition USING (document_id, edition)
    WHERE edition.is_current AND entity.kind IN ('person', 'organisation')
),

of_pairs AS (
    SELECT pair.a, pair.b, named.document_id
    FROM incoming_pairs AS pair
    JOIN named ON named.entity_id = pair.a
),

of_others AS (
    SELECT pair.a, pair.b, named.document_id
    FROM incoming_pairs AS pair
    JOIN named ON named.entity_id = pair.b
),

rare AS (
    SELECT entity_id, first(name ORDER BY length(name) DESC, name) AS name
    FROM named
    GROUP BY entity_id
    HAVING count(*) < $common
),

documents AS (
    SELECT a, b, list_sort(list(DISTINCT document_id)) AS documents
    FROM of_pairs
    JOIN of_others USING (a, b, document_id)
    GROUP BY a, b
),

neighbours AS (
    SELECT one.a, one.b, list_sort(list(DISTINCT rare.name)) AS neighbours
    FROM of_pairs AS one
    JOIN of_others AS other ON one.a = other.a AND one.b = other.b AND one.document_id <> other.document_id
    JOIN named AS here ON one.document_id = here.document_id
    JOIN named AS there ON other.document_id = there.document_id AND here.entity_id = there.entity_id
    JOIN rare ON here.entity_id = rare.entity_id
    WHERE here.entity_id NOT IN (one.a, one.b)
    GROUP BY one.a, one.b
),

held AS (
    SELECT role.person_id, role.organisation_id, role.organisation, lower(role.title) AS title
    FROM store.roles AS role
    JOIN store.editions AS edition USING (document_id, edition)
    WHERE edition.is_current
),

organisations AS (
    SELECT pair.a, pair.b, list_sort(list(DISTINCT one.organisation)) AS organisations
    FROM incoming_pairs AS pair
    JOIN held AS one ON one.person_id = pair.a
    JOIN held AS other ON other.person_id = pair.b AND one.organisation_id = other.organisation_id
    GROUP BY pair.a, pair.b
),

titles AS (
    SELECT pair.a, pair.b, list_sort(list(DISTINCT one.title)) AS titles
    FROM incoming_pairs AS pair
    JOIN held AS one ON one.person_id = pair.a
    JOIN held AS other ON other.person_id = pair.b AND one.title = other.title
    GROUP BY pair.a, pair.b
)

SELECT
    pair.a,
    pair.b,
    coalesce(documents.documents, []) AS documents,
    coalesce(neighbours.neighbours, []) AS neighbours,
    coalesce(organisations.organisations, []) AS organisations,
    coalesce(titles.titles, []) AS titles
FROM incoming_pairs AS pair
LEFT JOIN documents ON documents.a = pair.a AND documents.b = pair.b
LEFT JOIN neighbours ON neighbours.a = pair.a AND neighbours.b = pair.b
LEFT JOIN organisations ON organisations.a = pair.a AND organisations.b = pair.b
LEFT JOIN titles ON titles.a = pair.a AND titles.b = pair.b
ORDER BY pair.a, pair.b;
