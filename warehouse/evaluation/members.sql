-- One row per member of a partnership.
SELECT organisation
FROM partnership_members
WHERE document_id = ?
