-- One row per pair of incoming_pairs: what its two entities share in current editions (extractors.records.Company).
-- A neighbour stands beside them in two documents at least; it is rare where fewer name it than $common: who is named everywhere
-- tells nothing.
WITH asked AS (
    SELECT a AS entity_id FROM incoming_pairs
    UNION
    SELECT b AS entity_id FROM incoming_pairs
),

named AS (
    SELECT entity.entity_id, entity.document_id, entity.name
    FROM store.entities AS entity
    JOIN store.editions AS edition USING (document_id, edition)
    WHERE edition.is_current AND entity.kind IN ('person', 'organisation')
),

home AS (
    SELECT named.entity_id, named.document_id
    FROM named
    SEMI JOIN asked USING (entity_id)
),

documents AS (
    SELECT pair.a, pair.b, list_sort(list(DISTINCT one.document_id)) AS documents
    FROM incoming_pairs AS pair
    JOIN home AS one ON one.entity_id = pair.a
    JOIN home AS other ON other.entity_id = pair.b AND other.document_id = one.document_id
    GROUP BY pair.a, pair.b
),

rare AS (
    SELECT entity_id
    FROM named
    GROUP BY entity_id
    HAVING count(*) > 1 AND count(*) < $common
),

-- Who stands beside an entity, and the first and last of the documents in which that is so: enough to tell whether there are
-- two documents, without joining every document of one side of a pair with every one of the other.
beside AS (
    SELECT home.entity_id, named.entity_id AS neighbour_id, min(named.document_id) AS first_in, max(named.document_id) AS last_in
    FROM home
    JOIN named USING (document_id)
    SEMI JOIN rare ON rare.entity_id = named.entity_id
    GROUP BY home.entity_id, named.entity_id
),

shared AS (
    SELECT pair.a, pair.b, one.neighbour_id
    FROM incoming_pairs AS pair
    JOIN beside AS one ON one.entity_id = pair.a
    JOIN beside AS other ON other.entity_id = pair.b AND other.neighbour_id = one.neighbour_id
    WHERE
        one.neighbour_id NOT IN (pair.a, pair.b)
        AND (one.first_in <> other.last_in OR one.last_in <> other.first_in)
),

longest AS (
    SELECT named.entity_id, first(named.name ORDER BY length(named.name) DESC, named.name) AS name
    FROM named
    SEMI JOIN shared ON shared.neighbour_id = named.entity_id
    GROUP BY named.entity_id
),

neighbours AS (
    SELECT shared.a, shared.b, list_sort(list(DISTINCT longest.name)) AS neighbours
    FROM shared
    JOIN longest ON longest.entity_id = shared.neighbour_id
    GROUP BY shared.a, shared.b
),

held AS (
    SELECT DISTINCT role.person_id, role.organisation_id, role.organisation, lower(role.title) AS title
    FROM store.roles AS role
    JOIN store.editions AS edition USING (document_id, edition)
    SEMI JOIN asked ON asked.entity_id = role.person_id
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
