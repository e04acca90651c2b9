-- One row: how many documents there are, each counted once however many editions it has.
SELECT count(*) AS documents
FROM store.editions
WHERE is_current
