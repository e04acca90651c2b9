-- One row: when the file was published, the newest document in it, and when a document was last loaded.
SELECT
    (SELECT max(released_at) FROM store.releases) AS published_at,
    (SELECT max(published_on) FROM store.editions WHERE is_current) AS newest_published_on,
    (SELECT max(last_seen_at) FROM store.editions) AS last_loaded_at
