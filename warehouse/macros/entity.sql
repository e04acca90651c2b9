-- The id that a person or organisation goes by, across documents: its own unless it was found to be another's.
CREATE MACRO store.entity(named_id) AS
    coalesce((SELECT known.canonical_id FROM store.canonical AS known WHERE known.entity_id = named_id), named_id);
