-- One row per source of which documents are withdrawn: its name, and how many.
SELECT document.source, count(*) AS withdrawn
FROM store.withdrawn
JOIN store.documents AS document USING (document_id)
GROUP BY document.source
