-- Which amounts of money are the largest?
SELECT text, value, measure, organisation
FROM finances
ORDER BY value DESC
LIMIT 20
