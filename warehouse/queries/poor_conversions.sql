-- One row per document whose current edition was converted poorly: its address, and what is wrong with it.
SELECT document.uri, edition.conversion_reasons
FROM store.editions AS edition
JOIN store.documents AS document USING (document_id)
WHERE edition.is_current AND edition.conversion = 'poor'
ORDER BY document.uri
