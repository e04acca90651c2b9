-- One row per person, across documents.
-- person_id: the person's key
-- name: the name that a reviewer gave them (greenpaper review rename); otherwise the form that most documents use, of
--   several the longest, then the first in the alphabet
-- honorific: the title of address that most documents use (Dr, Cllr, Dame)
-- aliases: every other form of the name, in alphabetical order
-- document_count: in how many documents the person is named; the same document at two addresses counts once
-- first_seen_on: the earliest day a document that names the person was published; where it does not say, when it was
--   first loaded
-- last_seen_on: the latest such day
-- matches: names that are or may be names of the same person, each with score (0 to 1), judgement (same: both names are
--   in this row; unsure: nobody has decided, so they stay two; different), is_decided (by a person), and the reasons
CREATE VIEW people AS
SELECT
    person_id,
    name,
    honorific,
    aliases,
    document_count,
    first_seen_on,
    last_seen_on,
    matches
FROM store.prepared_people;
