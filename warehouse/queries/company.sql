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

-- Who stands beside each side of a pair, and the first and last of the documents in which that is so: enough to tell
-- whether there are two documents, without joining every document of one side with every one of the other.
beside_a AS (
    SELECT of_pairs.a, of_pairs.b, named.entity_id, min(document_id) AS first_in, max(document_id) AS last_in
    FROM of_pairs
    JOIN named USING (document_id)
    JOIN rare USING (entity_id)
    WHERE entity_id NOT IN (of_pairs.a, of_pairs.b)
    GROUP BY of_pairs.a, of_pairs.b, named.entity_id
),

beside_b AS (
    SELECT of_others.a, of_others.b, named.entity_id, min(document_id) AS first_in, max(document_id) AS last_in
    FROM of_others
    JOIN named USING (document_id)
    JOIN rare USING (entity_id)
    GROUP BY of_others.a, of_others.b, named.entity_id
),

neighbours AS (
    SELECT one.a, one.b, list_sort(list(DISTINCT rare.name)) AS neighbours
    FROM beside_a AS one
    JOIN beside_b AS other USING (a, b, entity_id)
    JOIN rare USING (entity_id)
    WHERE one.first_in <> other.last_in OR one.last_in <> other.first_in
    GROUP BY one.a, one.b
),

held AS (
    SELECT DISTINCT role.person_id, role.organisation_id, role.organisation, lower(role.title) AS title
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
