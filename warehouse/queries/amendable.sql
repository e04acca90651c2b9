-- One row where a published file can be amended: from which revision it was made last, and when it was made whole. There is
-- none where another DuckDB made it, or where more than a quarter of it, and more than 32 MiB, is free space.
SELECT latest.revision, latest.run_id, latest.changed_at, whole.revision AS whole_revision
FROM store.revisions AS latest
CROSS JOIN store.made_whole AS whole
JOIN store.releases AS release ON release.revision = latest.revision
JOIN pragma_database_size() AS size ON size.database_name = current_database()
WHERE
    whole.duckdb_version = version()
    AND (size.free_blocks * 4 < size.total_blocks OR size.free_blocks * size.block_size < 32 << 20)
