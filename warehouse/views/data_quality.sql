-- One row per check of this file's facts.
-- check_name: the check
-- severity: fail (a file that fails it is not published) or warn
-- passed: whether nothing was found
-- detail: what the check looks for, and how many offenders it found with the first of them
-- checked_at: when this was found, UTC; it stays while the same is found
CREATE VIEW data_quality AS
SELECT check_name, severity, passed, detail, checked_at
FROM store.check_results;
