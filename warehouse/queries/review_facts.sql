-- One row per fact of a kind in $1 that a person may still look at, the least sure first, at most $2; of several with one key
-- the first in the text. $3 is a fact's key that is asked for, NULL where none is.
WITH said AS (
    SELECT 'mention' AS kind, fact_id, document_id, start_char, kind || ': ' || name AS says, evidence, confidence
    FROM mentions
    UNION ALL
    SELECT
        'role' AS kind,
        fact_id,
        document_id,
        start_char,
        person || ', ' || title || coalesce(' (' || organisation || ')', '') || if(is_former, ', formerly', '') AS says,
        evidence,
        confidence
    FROM roles
    UNION ALL
    SELECT
        'figure' AS kind,
        fact_id,
        document_id,
        start_char,
        text || ' = ' || format('{:g}', value) || ' ' || unit || coalesce(': ' || measure, '') AS says,
        evidence,
        confidence
    FROM figures
    UNION ALL
    SELECT
        'date' AS kind,
        fact_id,
        document_id,
        start_char,
        text || ' = ' || coalesce(start_date::VARCHAR || if(end_date > start_date, ' to ' || end_date::VARCHAR, ''), '?')
        || coalesce(': ' || role, '') AS says,
        evidence,
        confidence
    FROM dates
    UNION ALL
    SELECT 'item' AS kind, fact_id, document_id, start_char, kind || ': ' || text AS says, evidence, confidence
    FROM strategy_items
    UNION ALL
    SELECT
        'partnership' AS kind,
        fact_id,
        document_id,
        start_char,
        organisation_a || ' and ' || organisation_b || ': ' || relation AS says,
        evidence,
        confidence
    FROM partnerships
    UNION ALL
    SELECT 'member' AS kind, fact_id, document_id, start_char, organisation || ' in ' || partnership AS says, evidence, confidence
    FROM partnership_members
    UNION ALL
    SELECT 'publication' AS kind, fact_id, document_id, start_char, label AS says, evidence, confidence
    FROM publications
    UNION ALL
    SELECT
        'quote' AS kind, fact_id, document_id, start_char, coalesce(speaker || ': ', '') || text AS says, evidence, confidence
    FROM quotes
),

wanted AS (
    SELECT kind, fact_id, document_id, start_char, says, evidence, confidence
    FROM said
    WHERE list_contains($1, kind) AND if($3 IS NULL, confidence < 1, fact_id = $3)
    QUALIFY row_number() OVER (PARTITION BY fact_id ORDER BY start_char) = 1
    ORDER BY confidence, document_id, start_char, fact_id
    LIMIT $2
)

SELECT wanted.kind, wanted.fact_id, wanted.says, wanted.confidence, document.uri, wanted.evidence
FROM wanted
JOIN store.documents AS document USING (document_id)
ORDER BY wanted.confidence, wanted.document_id, wanted.start_char, wanted.fact_id;
