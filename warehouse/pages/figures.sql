-- One row per figure that is asked for, by measure; found is how many there are in all.
WITH wanted AS (
    SELECT fact.document_id, fact.start_char, fact.fact_id, fact.measure, fact.period_start, count(*) OVER () AS found
    FROM figures AS fact
    JOIN documents AS document ON document.document_id = fact.document_id AND document.is_current
    WHERE
        ($measure IS NULL OR contains(lower(fact.measure), lower($measure)))
        AND ($unit IS NULL OR fact.unit = $unit)
        AND (
            $organisation IS NULL
            OR contains(lower(concat_ws(' ', fact.organisation, document.publisher)), lower($organisation))
        )
    ORDER BY lower(fact.measure) NULLS LAST, fact.period_start, fact.document_id, fact.start_char, fact.fact_id
    LIMIT $most OFFSET $skipped
)

SELECT
    fact.measure, fact.organisation, fact.text, fact.value, fact.value_high, fact.unit, fact.qualifier, fact.period_start,
    fact.period_end, fact.confidence, fact.evidence, fact.document_id, fact.start_char, fact.fact_id,
    document.title AS document_title, document.uri, document.published_on, wanted.found
FROM figures AS fact
JOIN wanted USING (document_id, start_char, fact_id)
JOIN documents AS document ON document.document_id = fact.document_id AND document.is_current
ORDER BY lower(fact.measure) NULLS LAST, fact.period_start, fact.document_id, fact.start_char, fact.fact_id
