-- One row per check, by name.
SELECT check_name, severity, passed, detail, checked_at
FROM store.check_results
ORDER BY check_name
