-- One row per member of a partnership. One that is listed twice is one member, as sure as its surer row.
SELECT organisation, confidence
FROM partnership_members
WHERE document_id = ?
