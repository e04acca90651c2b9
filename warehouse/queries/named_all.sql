-- The people and organisations of which rows are to be made: all, and none of the rows that there are stays.
DROP TABLE IF EXISTS store.prepared_people;
DROP TABLE IF EXISTS store.prepared_organisations;
DROP TABLE IF EXISTS store.prepared_partnership_network;

CREATE OR REPLACE TEMPORARY TABLE named AS
SELECT DISTINCT entity.entity_id, coalesce(known.canonical_id, entity.entity_id) AS goes_by
FROM store.entities AS entity
LEFT JOIN store.canonical AS known USING (entity_id)
