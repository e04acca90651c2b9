-- One row per view that the published file shows, in the order in which they were made.
SELECT view_name
FROM duckdb_views()
WHERE database_name = ? AND schema_name = 'main' AND NOT internal
ORDER BY view_oid
