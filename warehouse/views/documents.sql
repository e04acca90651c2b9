-- One row per edition of a document.
-- document_id: the document's key; its content may change, its key does not
-- uri: where the document lives
-- source: where it was found
-- title: what the document calls itself
-- document_type: strategy, plan, news, report, listing, governance, minutes, guidance or page
-- publisher: who publishes it, where text or page says so
-- language: ISO 639 code of the language it is written in
-- published_on: the day it was published
-- modified_on: the day it was last changed, as it says itself
-- coverage_start: first day of the period that it is about
-- coverage_end: last day of that period, inclusive
-- edition: 1 for the first content seen at this address, one more for each change
-- is_current: whether this is the newest edition; the views of facts show only the facts of current editions
-- media_type: the format of the bytes
-- content_sha256: SHA-256 of the raw bytes, under which they are archived
-- char_count: length of text, in Unicode characters
-- first_seen_at: when this edition was first loaded, UTC
-- last_seen_at: when this edition was last loaded, UTC; later sightings of the same content are rows of ingestions
-- text: the normalised text that all offsets count in
-- publisher_id: the publisher's key (organisations.organisation_id), where known
-- byte_count: size of the raw bytes
-- extractor_version: the version of the extractors that the edition's facts come from
CREATE VIEW documents AS
SELECT
    edition.document_id,
    document.uri,
    document.source,
    edition.title,
    edition.document_type,
    edition.publisher,
    edition.language,
    edition.published_on,
    edition.modified_on,
    edition.coverage_start,
    edition.coverage_end,
    edition.edition,
    edition.is_current,
    edition.media_type,
    edition.content_sha256,
    edition.char_count,
    edition.first_seen_at,
    edition.last_seen_at,
    edition.text,
    store.entity(edition.publisher_id) AS publisher_id,
    edition.byte_count,
    edition.extractor_version
FROM store.editions AS edition
JOIN store.documents AS document USING (document_id);
