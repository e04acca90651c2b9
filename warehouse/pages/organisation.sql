-- One row: an organisation.
SELECT
    organisation_id, name, aliases, classification, identifier_scheme, identifier, document_count, first_seen_on,
    last_seen_on
FROM organisations
WHERE organisation_id = $id
