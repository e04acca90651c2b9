-- The numbers of the view warehouse_info, counted once for every published file.
CREATE OR REPLACE TABLE store.prepared_warehouse_info AS
SELECT
    (SELECT count(*) FROM store.editions WHERE is_current) AS documents,
    (SELECT count(*) FROM store.editions) AS editions,
    (SELECT count(*) FROM people) AS people,
    (SELECT count(*) FROM organisations) AS organisations,
    (SELECT count(*) FROM roles)
    + (SELECT count(*) FROM figures)
    + (SELECT count(*) FROM dates)
    + (SELECT count(*) FROM strategy_items)
    + (SELECT count(*) FROM partnerships)
    + (SELECT count(*) FROM partnership_members)
    + (SELECT count(*) FROM publications)
    + (SELECT count(*) FROM quotes) AS facts;
