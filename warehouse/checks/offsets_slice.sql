-- severity: fail
-- Every fact's offsets cut exactly its words out of the text of its edition.
WITH facts AS (
    SELECT 'mentions' AS table_name, document_id, edition, start_char, end_char, text, evidence, confidence
    FROM store.mentions
    UNION ALL
    SELECT 'roles' AS table_name, document_id, edition, start_char, end_char, text, evidence, confidence
    FROM store.roles
    UNION ALL
    SELECT 'figures' AS table_name, document_id, edition, start_char, end_char, text, evidence, confidence
    FROM store.figures
    UNION ALL
    SELECT 'dates' AS table_name, document_id, edition, start_char, end_char, text, evidence, confidence
    FROM store.dates
    UNION ALL
    SELECT 'strategy_items' AS table_name, document_id, edition, start_char, end_char, text, evidence, confidence
    FROM store.strategy_items
    UNION ALL
    SELECT 'partnerships' AS table_name, document_id, edition, start_char, end_char, text, evidence, confidence
    FROM store.partnerships
    UNION ALL
    SELECT 'partnership_members' AS table_name, document_id, edition, start_char, end_char, text, evidence, confidence
    FROM store.partnership_members
    UNION ALL
    SELECT 'publications' AS table_name, document_id, edition, start_char, end_char, text, evidence, confidence
    FROM store.publications
    UNION ALL
    SELECT 'quotes' AS table_name, document_id, edition, start_char, end_char, text, evidence, confidence
    FROM store.quotes
)

SELECT facts.table_name || ' ' || facts.document_id || ' ' || facts.start_char || '-' || facts.end_char AS offender
FROM facts
LEFT JOIN store.editions AS edition USING (document_id, edition)
WHERE
    edition.text IS NULL
    OR facts.start_char < 0
    OR facts.end_char <= facts.start_char
    OR facts.text IS DISTINCT FROM substr(edition.text, facts.start_char + 1, facts.end_char - facts.start_char);
