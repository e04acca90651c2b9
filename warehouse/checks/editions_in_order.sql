-- severity: fail
-- A document's editions are numbered from 1 without double, and without gap but where an archive that was read again had
-- a card and no bytes any more; only the last is current.
WITH carded AS (
    SELECT DISTINCT document.document_id, card.edition
    FROM store.cards AS card
    JOIN store.documents AS document USING (uri)
    WHERE card.kind = 'edition'
    EXCEPT
    SELECT document_id, edition
    FROM store.editions
),

numbers AS (
    SELECT document_id, edition, is_current, true AS is_held
    FROM store.editions
    UNION ALL
    SELECT document_id, edition, false AS is_current, false AS is_held
    FROM carded
)

SELECT document_id AS offender
FROM numbers
GROUP BY document_id
HAVING
    min(edition) <> 1
    OR max(edition) <> count(*)
    OR count(DISTINCT edition) <> count(*)
    OR count(*) FILTER (WHERE is_current) <> 1
    OR max(edition) FILTER (WHERE is_current) <> max(edition) FILTER (WHERE is_held)
UNION
SELECT document_id AS offender
FROM store.documents
ANTI JOIN store.editions USING (document_id);
