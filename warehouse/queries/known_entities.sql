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
)

SELECT
    entity_id,
    min(kind) AS kind,
    store.usual_form(histogram(name)) AS name,
    list_sort(list_distinct(flatten(list(forms)))) AS forms,
    store.usual_classification(histogram(classification)) AS classification,
    list_sort(coalesce(list(DISTINCT identifier) FILTER (WHERE identifier IS NOT NULL), [])) AS identifiers
FROM named
GROUP BY entity_id
ORDER BY entity_id;
