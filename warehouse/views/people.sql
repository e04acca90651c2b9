-- One row per person, across documents.
-- person_id: the person's key
-- name: the name that a reviewer gave them (greenpaper review rename); otherwise the form that most documents use, of
--   several the longest, then the first in the alphabet
-- honorific: the title of address that most documents use (Dr, Cllr, Dame)
-- aliases: every other form of the name, in alphabetical order
-- document_count: in how many documents the person is named; the same document at two addresses counts once
-- first_seen_on: the earliest day a document that names the person was published; where it does not say, when it was
--   first loaded
-- last_seen_on: the latest such day
-- matches: names that are or may be names of the same person, each with score (0 to 1), judgement (same: both names are
--   in this row; unsure: nobody has decided, so they stay two; different), is_decided (by a person), and the reasons
CREATE VIEW people AS
WITH named AS (
    SELECT
        store.entity(entity.entity_id) AS entity_id,
        store.cluster(entity.document_id) AS cluster_id,
        entity.name,
        entity.honorific,
        list_append(entity.aliases, entity.name) AS forms,
        coalesce(edition.published_on, edition.first_seen_at::DATE) AS seen_on
    FROM store.entities AS entity
    JOIN store.editions AS edition USING (document_id, edition)
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
    FROM named
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
