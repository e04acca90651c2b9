-- One row per unit that figures are given in, the most frequent first.
SELECT unit
FROM store.figures
GROUP BY unit
ORDER BY count(*) DESC, unit
LIMIT 60
