-- The rows of the view strategies, made once for every published file, but for the status, which depends on the day.
-- Amended by document: those of temp.touched are made anew.
CREATE OR REPLACE TEMPORARY TABLE made AS
WITH strategy AS (
    SELECT *
    FROM documents
    SEMI JOIN temp.touched USING (document_id)
    WHERE is_current AND document_type IN ('strategy', 'plan')
),

items AS (
    SELECT
        document_id,
        first(text ORDER BY start_char) FILTER (WHERE kind = 'vision') AS vision,
        list(text ORDER BY start_char) FILTER (WHERE kind IN ('aim', 'objective', 'goal')) AS aims,
        list(text ORDER BY start_char) FILTER (WHERE kind = 'priority') AS priorities,
        list(text ORDER BY start_char) FILTER (WHERE kind = 'value') AS "values"
    FROM strategy_items
    SEMI JOIN temp.touched USING (document_id)
    GROUP BY document_id
),

named AS (
    SELECT document_id, organisation_a_id AS organisation_id, organisation_a AS organisation
    FROM partnerships
    SEMI JOIN temp.touched USING (document_id)
    UNION
    SELECT document_id, organisation_b_id AS organisation_id, organisation_b AS organisation
    FROM partnerships
    SEMI JOIN temp.touched USING (document_id)
    UNION
    SELECT document_id, organisation_id, organisation
    FROM partnership_members
    SEMI JOIN temp.touched USING (document_id)
),

partner_lists AS (
    SELECT named.document_id, list_sort(list(DISTINCT named.organisation)) AS partners
    FROM named
    JOIN strategy USING (document_id)
    WHERE
        named.organisation_id IS DISTINCT FROM strategy.publisher_id
        AND store.fold(named.organisation) IS DISTINCT FROM store.fold(strategy.publisher)
    GROUP BY named.document_id
),

figure_counts AS (
    SELECT document_id, count(*) AS figure_count
    FROM figures
    SEMI JOIN temp.touched USING (document_id)
    GROUP BY document_id
)

SELECT
    strategy.document_id,
    strategy.title,
    strategy.publisher AS organisation,
    strategy.document_type,
    strategy.coverage_start,
    strategy.coverage_end,
    strategy.published_on,
    items.vision,
    coalesce(items.aims, []) AS aims,
    coalesce(items.priorities, []) AS priorities,
    coalesce(items."values", []) AS "values",
    coalesce(partner_lists.partners, []) AS partners,
    coalesce(figure_counts.figure_count, 0) AS figure_count
FROM strategy
LEFT JOIN items USING (document_id)
LEFT JOIN partner_lists USING (document_id)
LEFT JOIN figure_counts USING (document_id);

CREATE TABLE IF NOT EXISTS store.prepared_strategies AS FROM temp.made LIMIT 0;

CREATE OR REPLACE TABLE store.prepared_strategies AS
SELECT *
FROM (
    FROM store.prepared_strategies
    ANTI JOIN temp.touched USING (document_id)
    UNION ALL
    FROM temp.made
)
ORDER BY document_id;

DROP TABLE temp.made;
