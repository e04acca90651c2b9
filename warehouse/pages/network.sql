-- One row per pair of organisations that work together, by a relation, in a time, with an organisation, where they are
--   asked for; those that most documents name come first.
WITH current AS (
    SELECT edition.document_id, edition.edition, coalesce(edition.published_on, edition.first_seen_at::DATE) AS day
    FROM store.editions AS edition
    WHERE edition.is_current
),

said AS (
    SELECT
        coalesce(one.canonical_id, fact.organisation_a_id) AS one_id,
        coalesce(other.canonical_id, fact.organisation_b_id) AS other_id,
        fact.organisation_a AS one_name,
        fact.organisation_b AS other_name,
        fact.relation,
        coalesce(fact.observed_on, current.day) AS day,
        fact.document_id
    FROM store.partnerships AS fact
    JOIN current USING (document_id, edition)
    LEFT JOIN store.canonical AS one ON one.entity_id = fact.organisation_a_id
    LEFT JOIN store.canonical AS other ON other.entity_id = fact.organisation_b_id
    ANTI JOIN store.rejected AS gone ON gone.id = fact.fact_id
    ANTI JOIN store.rejected AS gone_a ON gone_a.id = fact.organisation_a_id
    ANTI JOIN store.rejected AS gone_b ON gone_b.id = fact.organisation_b_id
    WHERE
        ($relation IS NULL OR fact.relation = $relation)
        AND ($since::DATE IS NULL OR coalesce(fact.observed_on, current.day) >= $since::DATE)
        AND ($until::DATE IS NULL OR coalesce(fact.observed_on, current.day) <= $until::DATE)
),

ordered AS (
    SELECT
        least({'id': one_id, 'name': one_name}, {'id': other_id, 'name': other_name}) AS a,
        greatest({'id': one_id, 'name': one_name}, {'id': other_id, 'name': other_name}) AS b,
        relation,
        day,
        document_id
    FROM said
    WHERE one_id <> other_id AND ($organisation_id IS NULL OR $organisation_id IN (one_id, other_id))
)

SELECT
    a.id AS a_id,
    b.id AS b_id,
    coalesce(any_value(name_a.name), store.usual_form(histogram(a.name))) AS a_name,
    coalesce(any_value(name_b.name), store.usual_form(histogram(b.name))) AS b_name,
    list_sort(list(DISTINCT relation)) AS relations,
    count(DISTINCT document_id) AS documents,
    min(day) AS first_day,
    max(day) AS last_day
FROM ordered
LEFT JOIN store.renamed AS name_a ON name_a.entity_id = a.id
LEFT JOIN store.renamed AS name_b ON name_b.entity_id = b.id
GROUP BY a.id, b.id
ORDER BY documents DESC, a_name, b_name, a_id, b_id
