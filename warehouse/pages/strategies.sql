-- One row per strategy or plan that is asked for, by organisation; found is how many there are in all.
SELECT
    document_id, title, publisher AS organisation, document_type, coverage_start, coverage_end, published_on,
    CASE
        WHEN coverage_start IS NULL AND coverage_end IS NULL THEN 'undated'
        WHEN coverage_start > current_date THEN 'upcoming'
        WHEN coverage_end < current_date THEN 'past'
        ELSE 'current'
    END AS status,
    count(*) OVER () AS found
FROM documents
WHERE
    is_current
    AND document_type IN ('strategy', 'plan')
    AND ($words IS NULL OR contains(lower(concat_ws(' ', title, publisher)), lower($words)))
    AND ($status IS NULL OR status = $status)
ORDER BY organisation NULLS LAST, coverage_start, title, document_id
LIMIT $most OFFSET $skipped
