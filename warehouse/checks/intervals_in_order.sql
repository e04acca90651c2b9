-- severity: warn, by document
-- No interval of days, and no range of values, ends before it begins.
SELECT 'dates ' || document_id || ' ' || start_char || ': ' || text AS offender
FROM store.dates
WHERE end_date < start_date OR (start_date IS NULL) <> (end_date IS NULL)
UNION ALL
SELECT 'figures ' || document_id || ' ' || start_char || ': ' || text AS offender
FROM store.figures
WHERE value_high < value OR period_end < period_start
UNION ALL
SELECT 'editions ' || document_id || ' edition ' || edition AS offender
FROM store.editions
WHERE coverage_end < coverage_start;
