-- How many figures does each document state?
SELECT document.title, count(*) AS figures
FROM figures AS figure
JOIN documents AS document USING (document_id)
WHERE document.is_current
GROUP BY document.title
ORDER BY figures DESC, document.title
LIMIT 20
