-- One row where these facts were checked by these checks.
SELECT 1
FROM store.check_results
WHERE revision = ? AND layout_sha256 = ?
LIMIT 1
