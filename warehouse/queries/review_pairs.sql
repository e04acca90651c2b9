-- One row per pair of names of a kind in $1 that nobody has decided on and that is not certain, at most $2: the nearest to the
-- score from which on two names are one ($3) first. What is joined with a score of $4 and more is left alone.
WITH undecided AS (
    SELECT made.*
    FROM store.matches AS made
    ANTI JOIN store.rejected AS gone_a ON gone_a.id = made.entity_a_id
    ANTI JOIN store.rejected AS gone_b ON gone_b.id = made.entity_b_id
    WHERE
        list_contains($1, made.kind)
        AND NOT made.is_decided
        AND (made.judgement = 'unsure' OR (made.judgement = 'same' AND made.score < $4))
    ORDER BY abs(made.score - $3), made.entity_a_id, made.entity_b_id
    LIMIT $2
),

named AS (
    SELECT entity.entity_id, list_sort(list(DISTINCT document.uri)) AS documents
    FROM store.entities AS entity
    JOIN store.editions AS edition USING (document_id, edition)
    JOIN store.documents AS document USING (document_id)
    WHERE
        edition.is_current
        AND entity.entity_id IN (SELECT entity_a_id FROM undecided UNION SELECT entity_b_id FROM undecided)
    GROUP BY entity.entity_id
)

SELECT
    made.kind,
    made.entity_a_id,
    made.entity_b_id,
    made.name_a,
    made.name_b,
    made.score,
    made.judgement,
    made.reasons,
    coalesce(one.documents, []) AS documents_a,
    coalesce(other.documents, []) AS documents_b
FROM undecided AS made
LEFT JOIN named AS one ON one.entity_id = made.entity_a_id
LEFT JOIN named AS other ON other.entity_id = made.entity_b_id
ORDER BY abs(made.score - $3), made.entity_a_id, made.entity_b_id;
