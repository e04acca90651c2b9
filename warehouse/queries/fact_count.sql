-- One row: how many facts the current editions hold; of the base tables, because an old file may lack a view.
WITH facts AS (
    SELECT document_id, edition FROM store.roles
    UNION ALL
    SELECT document_id, edition FROM store.figures
    UNION ALL
    SELECT document_id, edition FROM store.dates
    UNION ALL
    SELECT document_id, edition FROM store.strategy_items
    UNION ALL
    SELECT document_id, edition FROM store.partnerships
    UNION ALL
    SELECT document_id, edition FROM store.partnership_members
    UNION ALL
    SELECT document_id, edition FROM store.publications
    UNION ALL
    SELECT document_id, edition FROM store.quotes
)

SELECT count(*) AS facts
FROM facts
JOIN store.editions AS edition USING (document_id, edition)
WHERE edition.is_current
