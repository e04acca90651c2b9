-- One row per organisation, across documents.
-- organisation_id: the organisation's key
-- name: the name that a person gave it (greenpaper review rename); otherwise the form that most documents use, of several
--   the longest, then the first in the alphabet
-- aliases: every other form of the name, acronyms too, in alphabetical order
-- classification: NHS trust, local authority, commissioning body, government department, regulator, university,
--   police, charity, company, partnership, board or other; what most documents make of it
-- identifier_scheme: the register that identifier comes from
-- identifier: the organisation's key in that register
-- document_count: in how many documents the organisation is named; the same document at two addresses counts once
-- first_seen_on: the earliest day a document that names the organisation was published; where it does not say, when
--   it was first loaded
-- last_seen_on: the latest such day
-- matches: names that are or may be names of the same organisation, each with score (0 to 1), judgement (same: both names are
--   in this row; unsure: nobody has decided, so they stay two; different), is_decided (by a person), and the reasons
CREATE VIEW organisations AS
WITH named AS (
    SELECT
        store.entity(entity.entity_id) AS entity_id,
        store.cluster(entity.document_id) AS cluster_id,
        entity.name,
        entity.classification,
        entity.identifier_scheme,
        entity.identifier,
        list_append(entity.aliases, entity.name) AS forms,
        coalesce(edition.published_on, edition.first_seen_at::DATE) AS seen_on
    FROM store.entities AS entity
    JOIN store.editions AS edition USING (document_id, edition)
    WHERE edition.is_current AND entity.kind = 'organisation'
),

identifier_votes AS (
    SELECT entity_id, identifier_scheme, identifier, count(*) AS votes
    FROM named
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
