-- One row per published file: what it is, and how much it holds.
-- published_at: when the file was published, UTC
-- schema_version: the number of the last migration of its base tables
-- program_version: the version of greenpaper that made the last run
-- extractor_version: the version of the extractors in that run
-- model: the name recogniser (spaCy pipeline) of that run
-- duckdb_version: the version of DuckDB that wrote it in that run
-- run_id: the last run that ended (ingestions.run_id); NULL, like the versions, where none has
-- finished_at: when that run ended, UTC
-- documents: how many documents it holds (documents, where is_current)
-- editions: how many editions of them
-- people: how many people
-- organisations: how many organisations
-- facts: how many facts (roles, figures, dates, items, partnerships, members, publications, quotes)
CREATE VIEW warehouse_info AS
WITH last_run AS (
    SELECT * FROM store.runs WHERE finished_at IS NOT NULL ORDER BY finished_at DESC, run_id DESC LIMIT 1
)

SELECT
    (SELECT max(released_at) FROM store.releases) AS published_at,
    (SELECT max(number) FROM store.migrations) AS schema_version,
    (SELECT greenpaper_version FROM last_run) AS program_version,
    (SELECT extractor_version FROM last_run) AS extractor_version,
    (SELECT pipeline FROM last_run) AS model,
    (SELECT duckdb_version FROM last_run) AS duckdb_version,
    (SELECT run_id FROM last_run) AS run_id,
    (SELECT finished_at FROM last_run) AS finished_at,
    documents,
    editions,
    people,
    organisations,
    facts
FROM store.prepared_warehouse_info;
