-- One row per pair of organisations that work together, across documents.
-- organisation_a: the first of the two in the alphabet, by its name in organisations
-- organisation_b: the second
-- relations: what they do together, each once, in alphabetical order
-- document_count: how many documents say so; the same document at two addresses counts once
-- first_observed_on: the earliest day for which a document says it; where it tells none, the day it was published
-- last_observed_on: the latest such day
-- organisation_a_id: the first organisation's key (organisations.organisation_id)
-- organisation_b_id: the second's key
CREATE VIEW partnership_network AS
SELECT
    organisation_a,
    organisation_b,
    relations,
    document_count,
    first_observed_on,
    last_observed_on,
    organisation_a_id,
    organisation_b_id
FROM store.prepared_partnership_network;
