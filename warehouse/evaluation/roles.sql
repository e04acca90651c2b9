-- One row per role.
SELECT person, title, organisation, confidence
FROM roles
WHERE document_id = ?
