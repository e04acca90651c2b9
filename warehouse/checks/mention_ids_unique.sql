-- severity: warn
-- No two mentions of one kind stand at the same place, so mention_id is a key.
SELECT mention_id AS offender
FROM mentions
GROUP BY mention_id
HAVING count(*) > 1;
