-- One row per person and organisation under one name, over current editions: see extractors.records.KnownEntity.
WITH named AS (
    SELECT
        entity.entity_id,
        entity.kind,
        entity.name,
        entity.classification,
        entity.identifier_scheme || ' ' || entity.identifier AS identifier,
        list_append(entity.aliases, entity.name) AS forms
    FROM store.entities AS entity
    JOIN store.editions AS edition USING (document_id, edition)
    WHERE edition.is_current AND entity.kind IN ('person', 'organisation')
),

name_votes AS (
    SELECT entity_id, name, count(*) AS votes
    FROM named
    GROUP BY entity_id, name
),

names AS (
    SELECT entity_id, first(name ORDER BY votes DESC, length(name) DESC, name) AS name
    FROM name_votes
    GROUP BY entity_id
),

class_votes AS (
    SELECT entity_id, classification, count(*) AS votes
    FROM named
    WHERE classification IS NOT NULL
    GROUP BY entity_id, classification
),

classes AS (
    SELECT
        entity_id,
        first(classification ORDER BY classification = 'other', votes DESC, classification) AS classification
    FROM class_votes
    GROUP BY entity_id
),

seen AS (
    SELECT
        entity_id,
        min(kind) AS kind,
        list_sort(list_distinct(flatten(list(forms)))) AS forms,
        list_sort(coalesce(list(DISTINCT identifier) FILTER (WHERE identifier IS NOT NULL), [])) AS identifiers,
        count(*) AS document_count
    FROM named
    GROUP BY entity_id
)

SELECT
    seen.entity_id,
    seen.kind,
    names.name,
    seen.forms,
    classes.classification,
    seen.identifiers,
    seen.document_count
FROM seen
JOIN names USING (entity_id)
LEFT JOIN classes USING (entity_id)
ORDER BY seen.entity_id;
