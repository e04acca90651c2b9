-- One row per kind of fact, the most frequent first: facts of current editions that nobody rejected.
WITH said AS (
    SELECT 'roles' AS label, document_id, edition, fact_id FROM store.roles
    UNION ALL
    SELECT 'figures' AS label, document_id, edition, fact_id FROM store.figures
    UNION ALL
    SELECT 'dates' AS label, document_id, edition, fact_id FROM store.dates
    UNION ALL
    SELECT 'strategy items' AS label, document_id, edition, fact_id FROM store.strategy_items
    UNION ALL
    SELECT 'partnerships' AS label, document_id, edition, fact_id FROM store.partnerships
    UNION ALL
    SELECT 'members' AS label, document_id, edition, fact_id FROM store.partnership_members
    UNION ALL
    SELECT 'publications' AS label, document_id, edition, fact_id FROM store.publications
    UNION ALL
    SELECT 'quotes' AS label, document_id, edition, fact_id FROM store.quotes
)

SELECT said.label, count(*) AS count
FROM said
SEMI JOIN (FROM store.editions WHERE is_current) AS current USING (document_id, edition)
ANTI JOIN store.rejected AS gone ON gone.id = said.fact_id
GROUP BY said.label
ORDER BY count DESC, said.label
