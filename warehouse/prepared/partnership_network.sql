-- The rows of the view partnership_network, made once for every published file.
-- Amended by entity: the pairs in which one of temp.named is are made anew.
CREATE OR REPLACE TEMPORARY TABLE made AS
WITH paired AS (
    SELECT
        edition.cluster_id,
        fact.relation,
        coalesce(fact.observed_on, edition.published_on, edition.first_seen_at::DATE) AS observed_on,
        {'name': coalesce(one.name, fact.organisation_a), 'id': fact.organisation_a_id} AS one,
        {'name': coalesce(other.name, fact.organisation_b), 'id': fact.organisation_b_id} AS other
    FROM partnerships AS fact
    JOIN documents AS edition ON edition.document_id = fact.document_id AND edition.is_current
    LEFT JOIN organisations AS one ON one.organisation_id = fact.organisation_a_id
    LEFT JOIN organisations AS other ON other.organisation_id = fact.organisation_b_id
    WHERE fact.organisation_a_id <> fact.organisation_b_id
        AND (
            fact.organisation_a_id IN (SELECT goes_by FROM temp.named)
            OR fact.organisation_b_id IN (SELECT goes_by FROM temp.named)
        )
),

ordered AS (
    SELECT
        cluster_id,
        relation,
        observed_on,
        least(one, other) AS a,
        greatest(one, other) AS b
    FROM paired
)

SELECT
    min(a.name) AS organisation_a,
    min(b.name) AS organisation_b,
    list_sort(list(DISTINCT relation)) AS relations,
    count(DISTINCT cluster_id) AS document_count,
    min(observed_on) AS first_observed_on,
    max(observed_on) AS last_observed_on,
    a.id AS organisation_a_id,
    b.id AS organisation_b_id
FROM ordered
GROUP BY a.id, b.id;

CREATE TABLE IF NOT EXISTS store.prepared_partnership_network AS FROM temp.made LIMIT 0;

DELETE FROM store.prepared_partnership_network
WHERE
    organisation_a_id IN (SELECT goes_by FROM temp.named)
    OR organisation_b_id IN (SELECT goes_by FROM temp.named);

INSERT INTO store.prepared_partnership_network
FROM temp.made
ORDER BY organisation_a_id, organisation_b_id;

DROP TABLE temp.made;
