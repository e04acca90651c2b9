-- One row per role in an organisation that a current document states, who holds it now first.
SELECT fact.person, fact.person_id, fact.title, fact.is_former, fact.as_of, fact.document_id, fact.start_char
FROM roles AS fact
WHERE fact.organisation_id = $id
ORDER BY fact.is_former, fact.title, fact.person, fact.as_of DESC
LIMIT 500
