-- One row per role in a known body, as an entity of the schema Membership; its place in the document is the record's id.
SELECT DISTINCT
    'Membership' AS schema,
    concat_ws(':', 'role', role.document_id, role.start_char, role.end_char, role.person_id, role.organisation_id) AS id,
    role.person_id AS member,
    role.organisation_id AS organization,
    role.title AS role,
    CASE WHEN role.is_former THEN 'former' END AS status,
    role.as_of AS date,
    role.evidence AS summary,
    concat(role.document_id, ':', role.start_char, '-', role.end_char) AS "recordId",
    document.uri AS "sourceUrl",
    document.publisher
FROM roles AS role
JOIN documents AS document USING (document_id)
WHERE document.is_current AND role.organisation_id IS NOT NULL
ORDER BY ALL
