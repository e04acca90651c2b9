-- One row per role.
SELECT person, title, organisation
FROM roles
WHERE document_id = ?
