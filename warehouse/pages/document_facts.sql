-- One row per fact of a document's current edition that touches the characters from $begin to $end, in the order of the text.
WITH said AS (
    SELECT
        kind, fact_id, start_char, end_char, name AS says, confidence, page, extractor, entity_id
    FROM mentions
    WHERE document_id = $document_id AND kind IN ('person', 'organisation', 'place')
    UNION ALL
    SELECT
        'role' AS kind, fact_id, start_char, end_char,
        person || ', ' || title || coalesce(' (' || organisation || ')', '') || if(is_former, ', formerly', '') AS says,
        confidence, page, extractor, person_id AS entity_id
    FROM roles
    WHERE document_id = $document_id
    UNION ALL
    SELECT
        'figure' AS kind, fact_id, start_char, end_char,
        format('{:,.10g}', value) || coalesce(' to ' || format('{:,.10g}', value_high), '') || ' ' || unit
        || coalesce(': ' || measure, '') AS says,
        confidence, page, extractor, NULL AS entity_id
    FROM figures
    WHERE document_id = $document_id
    UNION ALL
    SELECT
        'date' AS kind, fact_id, start_char, end_char,
        coalesce(start_date::VARCHAR || if(end_date > start_date, ' to ' || end_date::VARCHAR, ''), text)
        || coalesce(': ' || role, '') AS says,
        confidence, page, extractor, NULL AS entity_id
    FROM dates
    WHERE document_id = $document_id
    UNION ALL
    SELECT
        'item' AS kind, fact_id, start_char, end_char, kind || ': ' || text AS says, confidence, page, extractor,
        NULL AS entity_id
    FROM strategy_items
    WHERE document_id = $document_id
    UNION ALL
    SELECT
        'partnership' AS kind, fact_id, start_char, end_char,
        organisation_a || ' – ' || organisation_b || ': ' || relation AS says,
        confidence, page, extractor, organisation_a_id AS entity_id
    FROM partnerships
    WHERE document_id = $document_id
    UNION ALL
    SELECT
        'member' AS kind, fact_id, start_char, end_char, organisation || ' in ' || partnership AS says, confidence, page,
        extractor, organisation_id AS entity_id
    FROM partnership_members
    WHERE document_id = $document_id
    UNION ALL
    SELECT
        'publication' AS kind, fact_id, start_char, end_char, label AS says, confidence, page, extractor, NULL AS entity_id
    FROM publications
    WHERE document_id = $document_id
    UNION ALL
    SELECT
        'quote' AS kind, fact_id, start_char, end_char, coalesce(speaker || ': ', '') || text AS says, confidence, page,
        extractor, speaker_id AS entity_id
    FROM quotes
    WHERE document_id = $document_id
)

SELECT kind, fact_id, start_char, end_char, says, confidence, page, extractor, entity_id
FROM said
WHERE start_char < $end_char AND end_char > $begin_char
ORDER BY start_char, end_char DESC, kind, fact_id
LIMIT 5000
