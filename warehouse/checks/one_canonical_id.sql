-- severity: fail
-- No entity goes by two ids, nor by the id of one that itself goes by another.
SELECT entity_id || ' goes by ' || count(*) || ' ids' AS offender
FROM store.canonical
GROUP BY entity_id
HAVING count(*) > 1
UNION ALL
SELECT here.entity_id || ' goes by ' || here.canonical_id || ', which goes by ' || there.canonical_id AS offender
FROM store.canonical AS here
JOIN store.canonical AS there ON there.entity_id = here.canonical_id;
