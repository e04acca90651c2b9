-- severity: fail, by document
-- Every fact, entity, section, link, content and signature belongs to an edition, and every edition to a document.
WITH facts AS (
    SELECT 'sections' AS table_name, document_id, edition
    FROM store.sections
    UNION ALL
    SELECT 'entities' AS table_name, document_id, edition
    FROM store.entities
    UNION ALL
    SELECT 'mentions' AS table_name, document_id, edition
    FROM store.mentions
    UNION ALL
    SELECT 'roles' AS table_name, document_id, edition
    FROM store.roles
    UNION ALL
    SELECT 'figures' AS table_name, document_id, edition
    FROM store.figures
    UNION ALL
    SELECT 'dates' AS table_name, document_id, edition
    FROM store.dates
    UNION ALL
    SELECT 'strategy_items' AS table_name, document_id, edition
    FROM store.strategy_items
    UNION ALL
    SELECT 'partnerships' AS table_name, document_id, edition
    FROM store.partnerships
    UNION ALL
    SELECT 'partnership_members' AS table_name, document_id, edition
    FROM store.partnership_members
    UNION ALL
    SELECT 'publications' AS table_name, document_id, edition
    FROM store.publications
    UNION ALL
    SELECT 'quotes' AS table_name, document_id, edition
    FROM store.quotes
    UNION ALL
    SELECT 'contents' AS table_name, document_id, edition
    FROM store.contents
    UNION ALL
    SELECT 'links' AS table_name, document_id, edition
    FROM store.links
    UNION ALL
    SELECT 'signatures' AS table_name, document_id, edition
    FROM store.signatures
)

SELECT DISTINCT table_name || ' ' || document_id || ' edition ' || edition AS offender
FROM facts
ANTI JOIN store.editions USING (document_id, edition)
UNION ALL
SELECT 'editions ' || document_id || ' edition ' || edition AS offender
FROM store.editions
ANTI JOIN store.documents USING (document_id);
