-- severity: fail
-- A document has one row, and an address belongs to one document.
SELECT uri AS offender
FROM store.documents
GROUP BY uri
HAVING count(*) > 1
UNION
SELECT any_value(uri) AS offender
FROM store.documents
GROUP BY document_id
HAVING count(*) > 1;
