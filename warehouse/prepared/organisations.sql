-- The rows of the view organisations, made once for every published file, for the same reason as those of people.
-- Amended by entity: those of temp.named are made anew.
CREATE OR REPLACE TEMPORARY TABLE made AS
WITH said AS (
    SELECT
        named.goes_by AS entity_id,
        coalesce(twin.cluster_id, entity.document_id) AS cluster_id,
        entity.name,
        entity.classification,
        entity.identifier_scheme,
        entity.identifier,
        list_append(entity.aliases, entity.name) AS forms,
        coalesce(edition.published_on, edition.first_seen_at::DATE) AS seen_on
    FROM store.entities AS entity
    JOIN store.editions AS edition USING (document_id, edition)
    JOIN temp.named ON named.entity_id = entity.entity_id
    LEFT JOIN store.clusters AS twin ON twin.document_id = entity.document_id
    WHERE edition.is_current AND entity.kind = 'organisation'
),

identifier_votes AS (
    SELECT entity_id, identifier_scheme, identifier, count(*) AS votes
    FROM said
    WHERE identifier IS NOT NULL
    GROUP BY entity_id, identifier_scheme, identifier
),

identifiers AS (
    SELECT
        entity_id,
        first(identifier_scheme ORDER BY votes DESC, identifier_scheme, identifier) AS identifier_scheme,
        first(identifier ORDER BY votes DESC, identifier_scheme, identifier) AS identifier
    FROM identifier_votes
    GROUP BY entity_id
),

seen AS (
    SELECT
        entity_id,
        store.usual_form(histogram(name)) AS usual_name,
        store.usual_classification(histogram(classification)) AS classification,
        list_sort(list_distinct(flatten(list(forms)))) AS forms,
        count(DISTINCT cluster_id) AS document_count,
        min(seen_on) AS first_seen_on,
        max(seen_on) AS last_seen_on
    FROM said
    GROUP BY entity_id
),

called AS (
    SELECT seen.*, coalesce(renamed.name, seen.usual_name) AS name
    FROM seen
    LEFT JOIN store.renamed AS renamed USING (entity_id)
    ANTI JOIN store.rejected AS gone ON gone.id = seen.entity_id
)

SELECT
    called.entity_id AS organisation_id,
    called.name,
    list_filter(called.forms, lambda form: form <> called.name) AS aliases,
    called.classification,
    identifiers.identifier_scheme,
    identifiers.identifier,
    called.document_count,
    called.first_seen_on,
    called.last_seen_on,
    coalesce(judged.matches, []) AS matches
FROM called
LEFT JOIN identifiers USING (entity_id)
LEFT JOIN store.matches_of AS judged USING (entity_id);

CREATE TABLE IF NOT EXISTS store.prepared_organisations AS FROM temp.made LIMIT 0;

DELETE FROM store.prepared_organisations WHERE organisation_id IN (SELECT goes_by FROM temp.named);

INSERT INTO store.prepared_organisations
FROM temp.made
ORDER BY organisation_id;

DROP TABLE temp.made;
