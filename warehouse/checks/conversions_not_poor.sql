-- severity: warn
-- No current edition was converted poorly: what its text says is not to be relied on.
SELECT document.uri || ': ' || array_to_string(edition.conversion_reasons, '; ') AS offender
FROM store.editions AS edition
JOIN store.documents AS document USING (document_id)
WHERE edition.is_current AND edition.conversion = 'poor';
