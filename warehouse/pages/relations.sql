-- One row per relation between organisations, in alphabetical order.
SELECT DISTINCT relation
FROM store.partnerships
ORDER BY relation
