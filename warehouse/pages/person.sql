-- One row: a person.
SELECT person_id, name, honorific, aliases, document_count, first_seen_on, last_seen_on
FROM people
WHERE person_id = $id
