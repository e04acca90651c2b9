-- One row per fact added or removed between two consecutive editions of a document. Facts are told apart by what they
--   say, not by where they stand: a paragraph that only moved changes nothing. Where the editions were extracted by
--   different versions of the extractors (documents.extractor_version), the difference may be theirs. What a person
--   rejected is left out.
-- document_id: the document (documents.document_id)
-- edition: the later of the two editions
-- change: added or removed
-- kind: person, organisation, role, figure, date, strategy item, partnership, member, publication or quote
-- text: what the fact says, in words
-- detected_at: when the later edition was first loaded, UTC
CREATE VIEW changes AS
SELECT
    document_id,
    edition,
    change,
    kind,
    text,
    detected_at
FROM store.prepared_changes;
