-- One row per year of publication, the earliest first; documents without a date are left out.
SELECT year(published_on) AS label, count(*) AS count
FROM store.editions
WHERE is_current AND published_on IS NOT NULL
GROUP BY label
ORDER BY label
