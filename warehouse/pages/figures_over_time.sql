-- One row per figure of one measure and unit, in the order of time: its period, otherwise the day of its document.
SELECT
    coalesce(fact.organisation, document.publisher, 'not stated') AS series,
    coalesce(fact.period_start, document.published_on) AS day,
    fact.period_start,
    fact.period_end,
    fact.value,
    fact.text,
    fact.document_id,
    fact.start_char
FROM figures AS fact
JOIN documents AS document ON document.document_id = fact.document_id AND document.is_current
WHERE
    lower(fact.measure) = lower($measure)
    AND fact.unit = $unit
    AND ($organisation IS NULL OR contains(lower(concat_ws(' ', fact.organisation, document.publisher)), lower($organisation)))
    AND coalesce(fact.period_start, document.published_on) IS NOT NULL
    AND isfinite(fact.value)
ORDER BY day, series, fact.value, fact.document_id, fact.start_char
LIMIT 500
