-- The hashes of rows that one of two tables has and the other has not, or not as often. 64 bits: that a row takes another's
-- hash, and only one of them is there, does not happen.
CREATE OR REPLACE TEMPORARY TABLE differing AS
SELECT content
FROM (
    SELECT hash(here) AS content, 1 AS times
    FROM {source}.store.{table} AS here
    UNION ALL
    SELECT hash(there) AS content, -1 AS times
    FROM {target}.store.{table} AS there
)
GROUP BY content
HAVING sum(times) <> 0
