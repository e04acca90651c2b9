-- severity: fail, by document
-- No fact, entity, section or signature stands twice in one edition.

-- Rows are compared by 64 bits of their hash: within one edition two that differ do not share them.
WITH facts AS (
    SELECT 'sections' AS table_name, fact.document_id, fact.edition, hash(fact) AS content
    FROM store.sections AS fact
    UNION ALL
    SELECT 'entities' AS table_name, fact.document_id, fact.edition, hash(fact) AS content
    FROM store.entities AS fact
    UNION ALL
    SELECT 'mentions' AS table_name, fact.document_id, fact.edition, hash(fact) AS content
    FROM store.mentions AS fact
    UNION ALL
    SELECT 'roles' AS table_name, fact.document_id, fact.edition, hash(fact) AS content
    FROM store.roles AS fact
    UNION ALL
    SELECT 'figures' AS table_name, fact.document_id, fact.edition, hash(fact) AS content
    FROM store.figures AS fact
    UNION ALL
    SELECT 'dates' AS table_name, fact.document_id, fact.edition, hash(fact) AS content
    FROM store.dates AS fact
    UNION ALL
    SELECT 'strategy_items' AS table_name, fact.document_id, fact.edition, hash(fact) AS content
    FROM store.strategy_items AS fact
    UNION ALL
    SELECT 'partnerships' AS table_name, fact.document_id, fact.edition, hash(fact) AS content
    FROM store.partnerships AS fact
    UNION ALL
    SELECT 'partnership_members' AS table_name, fact.document_id, fact.edition, hash(fact) AS content
    FROM store.partnership_members AS fact
    UNION ALL
    SELECT 'publications' AS table_name, fact.document_id, fact.edition, hash(fact) AS content
    FROM store.publications AS fact
    UNION ALL
    SELECT 'quotes' AS table_name, fact.document_id, fact.edition, hash(fact) AS content
    FROM store.quotes AS fact
    UNION ALL
    SELECT 'signatures' AS table_name, fact.document_id, fact.edition, 0 AS content
    FROM store.signatures AS fact
)

SELECT table_name || ' ' || document_id || ' edition ' || edition || ': one ' || count(*) || ' times' AS offender
FROM facts
GROUP BY table_name, document_id, edition, content
HAVING count(*) > 1;
