-- One row: how many facts the current editions hold.
SELECT
    (SELECT count(*) FROM roles)
    + (SELECT count(*) FROM figures)
    + (SELECT count(*) FROM dates)
    + (SELECT count(*) FROM strategy_items)
    + (SELECT count(*) FROM partnerships)
    + (SELECT count(*) FROM partnership_members)
    + (SELECT count(*) FROM publications)
    + (SELECT count(*) FROM quotes) AS facts
