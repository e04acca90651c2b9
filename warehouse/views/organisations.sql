-- One row per organisation, across documents.
-- organisation_id: the organisation's key
-- name: the name that a person gave it (greenpaper review rename); otherwise the form that most documents use, of several
--   the longest, then the first in the alphabet
-- aliases: every other form of the name, acronyms too, in alphabetical order
-- classification: NHS trust, local authority, commissioning body, government department, regulator, university,
--   police, charity, company, partnership, board or other; what most documents make of it
-- identifier_scheme: the register that identifier comes from
-- identifier: the organisation's key in that register
-- document_count: in how many documents the organisation is named; the same document at two addresses counts once
-- first_seen_on: the earliest day a document that names the organisation was published; where it does not say, when
--   it was first loaded
-- last_seen_on: the latest such day
-- matches: names that are or may be names of the same organisation, each with score (0 to 1), judgement (same: both names are
--   in this row; unsure: nobody has decided, so they stay two; different), is_decided (by a person), and the reasons
CREATE VIEW organisations AS
SELECT
    organisation_id,
    name,
    aliases,
    classification,
    identifier_scheme,
    identifier,
    document_count,
    first_seen_on,
    last_seen_on,
    matches
FROM store.prepared_organisations;
