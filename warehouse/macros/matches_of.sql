-- One row per entity that some other name may be a name of: its id, and what was judged, the highest score first. A name that
-- a person rejected is left out.
CREATE VIEW store.matches_of AS
WITH judged AS (
    SELECT made.*
    FROM store.matches AS made
    ANTI JOIN store.rejected AS gone_a ON gone_a.id = made.entity_a_id
    ANTI JOIN store.rejected AS gone_b ON gone_b.id = made.entity_b_id
),

said AS (
    SELECT
        store.entity(entity_a_id) AS entity_id,
        {
            'name': name_a, 'other_name': name_b, 'score': score, 'judgement': judgement, 'is_decided': is_decided,
            'reasons': reasons
        } AS said
    FROM judged
    UNION
    SELECT
        store.entity(entity_b_id) AS entity_id,
        {
            'name': name_a, 'other_name': name_b, 'score': score, 'judgement': judgement, 'is_decided': is_decided,
            'reasons': reasons
        } AS said
    FROM judged
)

SELECT entity_id, list(said ORDER BY said.score DESC, said.name, said.other_name) AS matches
FROM said
GROUP BY entity_id;
