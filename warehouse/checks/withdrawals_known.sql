-- severity: fail, at every publication
-- What is withdrawn from a source, or was not there when it was looked for, is an item of that source, and stands once.
WITH told AS (
    SELECT 'withdrawals' AS table_name, source, uri
    FROM store.withdrawals
    UNION ALL
    SELECT 'absences' AS table_name, source, uri
    FROM store.absences
)

SELECT table_name || ' ' || source || ' ' || uri AS offender
FROM told
ANTI JOIN store.items USING (source, uri)
UNION ALL
SELECT table_name || ' ' || source || ' ' || uri AS offender
FROM told
GROUP BY table_name, source, uri
HAVING count(*) > 1;
