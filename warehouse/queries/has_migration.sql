-- One row where the file has had this migration.
SELECT 1
FROM store.migrations
WHERE number = ?
