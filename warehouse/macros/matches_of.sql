-- One row per entity that some other name may be a name of: its id, and what was judged, the highest score first.
CREATE VIEW store.matches_of AS
WITH said AS (
    SELECT
        store.entity(entity_a_id) AS entity_id,
        {
            'name': name_a, 'other_name': name_b, 'score': score, 'judgement': judgement, 'is_decided': is_decided,
            'reasons': reasons
        } AS said
    FROM store.matches
    UNION
    SELECT
        store.entity(entity_b_id) AS entity_id,
        {
            'name': name_a, 'other_name': name_b, 'score': score, 'judgement': judgement, 'is_decided': is_decided,
            'reasons': reasons
        } AS said
    FROM store.matches
)

SELECT entity_id, list(said ORDER BY said.score DESC, said.name, said.other_name) AS matches
FROM said
GROUP BY entity_id;
