-- severity: warn, by document
-- Every person, organisation or place that a fact points to is an entity of the same edition.
WITH pointers AS (
    SELECT 'mentions.entity_id' AS column_name, document_id, edition, entity_id AS entity_id
    FROM store.mentions
    UNION ALL
    SELECT 'roles.person_id' AS column_name, document_id, edition, person_id AS entity_id
    FROM store.roles
    UNION ALL
    SELECT 'roles.organisation_id' AS column_name, document_id, edition, organisation_id AS entity_id
    FROM store.roles
    UNION ALL
    SELECT 'partnerships.organisation_a_id' AS column_name, document_id, edition, organisation_a_id AS entity_id
    FROM store.partnerships
    UNION ALL
    SELECT 'partnerships.organisation_b_id' AS column_name, document_id, edition, organisation_b_id AS entity_id
    FROM store.partnerships
    UNION ALL
    SELECT 'partnership_members.organisation_id' AS column_name, document_id, edition, organisation_id AS entity_id
    FROM store.partnership_members
    UNION ALL
    SELECT 'quotes.speaker_id' AS column_name, document_id, edition, speaker_id AS entity_id
    FROM store.quotes
    UNION ALL
    SELECT 'editions.publisher_id' AS column_name, document_id, edition, publisher_id AS entity_id
    FROM store.editions
)

SELECT DISTINCT column_name || ' ' || document_id || ': ' || entity_id AS offender
FROM pointers
ANTI JOIN store.entities USING (document_id, edition, entity_id)
WHERE entity_id IS NOT NULL;
