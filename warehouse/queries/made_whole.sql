-- One row: when this file was last made whole, and by what.
CREATE OR REPLACE TABLE store.made_whole AS
SELECT coalesce(max(revision), 0) AS revision, version() AS duckdb_version
FROM store.revisions
