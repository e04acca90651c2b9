-- One row per address that the warehouse has on record, and the document that lives there.
SELECT every.uri, document.document_id
FROM (
    SELECT uri FROM store.documents
    UNION
    SELECT uri FROM store.items
    UNION
    SELECT uri FROM store.waiting
    UNION
    SELECT uri FROM store.fetches
    UNION
    SELECT uri FROM store.ingestions
    UNION
    SELECT uri FROM store.cards WHERE uri IS NOT NULL
    UNION
    SELECT uri FROM store.absences
    UNION
    SELECT uri FROM store.withdrawals
) AS every
LEFT JOIN store.documents AS document USING (uri)
ORDER BY every.uri
