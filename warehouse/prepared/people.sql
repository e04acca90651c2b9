-- The rows of the view people, made once for every published file: asked of one person, it would gather all of them.
-- Amended by entity: those of temp.named are made anew.
CREATE OR REPLACE TEMPORARY TABLE made AS
WITH said AS (
    SELECT
        named.goes_by AS entity_id,
        coalesce(twin.cluster_id, entity.document_id) AS cluster_id,
        entity.name,
        entity.honorific,
        list_append(entity.aliases, entity.name) AS forms,
        coalesce(edition.published_on, edition.first_seen_at::DATE) AS seen_on
    FROM store.entities AS entity
    JOIN store.editions AS edition USING (document_id, edition)
    JOIN temp.named ON named.entity_id = entity.entity_id
    LEFT JOIN store.clusters AS twin ON twin.document_id = entity.document_id
    WHERE edition.is_current AND entity.kind = 'person'
),

seen AS (
    SELECT
        entity_id,
        store.usual_form(histogram(name)) AS usual_name,
        store.usual_form(histogram(honorific)) AS honorific,
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
    called.entity_id AS person_id,
    called.name,
    called.honorific,
    list_filter(called.forms, lambda form: form <> called.name) AS aliases,
    called.document_count,
    called.first_seen_on,
    called.last_seen_on,
    coalesce(judged.matches, []) AS matches
FROM called
LEFT JOIN store.matches_of AS judged USING (entity_id);

CREATE TABLE IF NOT EXISTS store.prepared_people AS FROM temp.made LIMIT 0;

DELETE FROM store.prepared_people WHERE person_id IN (SELECT goes_by FROM temp.named);

INSERT INTO store.prepared_people
FROM temp.made
ORDER BY person_id;

DROP TABLE temp.made;
