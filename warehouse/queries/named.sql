-- The people and organisations of which rows are to be made: those of incoming_named, those that they are one with, and those
-- whose name is now judged otherwise beside others. One row per id, with the id that it goes by.
CREATE OR REPLACE TEMPORARY TABLE named AS
WITH shown AS (
    SELECT person_id AS entity_id, matches FROM store.prepared_people
    UNION ALL
    SELECT organisation_id AS entity_id, matches FROM store.prepared_organisations
),

concerned AS (
    SELECT coalesce(known.canonical_id, asked.entity_id) AS goes_by
    FROM incoming_named AS asked
    LEFT JOIN store.canonical AS known USING (entity_id)
    UNION
    SELECT shown.entity_id AS goes_by
    FROM shown
    LEFT JOIN store.matches_of AS judged USING (entity_id)
    WHERE shown.matches <> coalesce(judged.matches, [])
)

SELECT goes_by AS entity_id, goes_by FROM concerned
UNION
SELECT known.entity_id, concerned.goes_by
FROM concerned
JOIN store.canonical AS known ON known.canonical_id = concerned.goes_by
