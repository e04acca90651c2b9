-- severity: fail
-- A document's editions are numbered from 1 without gap or double, and only the last is current.
SELECT document_id AS offender
FROM store.editions
GROUP BY document_id
HAVING
    min(edition) <> 1
    OR max(edition) <> count(*)
    OR count(DISTINCT edition) <> count(*)
    OR count(*) FILTER (WHERE is_current) <> 1
    OR max(edition) FILTER (WHERE is_current) <> max(edition)
UNION
SELECT document_id AS offender
FROM store.documents
ANTI JOIN store.editions USING (document_id);
