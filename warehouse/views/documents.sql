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
-- edition: 1 for the first content seen at this address, one more for each change of its text, layout, links or meta data;
--   a change of what surrounds them (menus, counters) is none
-- is_current: whether this is the newest edition; the views of facts show only the facts of current editions
-- media_type: the format of the bytes
-- content_sha256: SHA-256 of the raw bytes that the text was read from, under which they are archived
-- char_count: length of text, in Unicode characters
-- first_seen_at: when this edition was first loaded, UTC
-- last_seen_at: when this edition was last loaded, UTC; later sightings of the same content are rows of ingestions
-- text: the normalised text that all offsets count in
-- publisher_id: the publisher's key (organisations.organisation_id), where known
-- byte_count: size of the raw bytes
-- extractor_version: the version of the extractors that the edition's facts come from
-- conversion: how well the bytes became text: good, fair (layout or a word lost here and there) or poor (not to be relied
--   on); NULL where it was loaded before that was judged
-- conversion_reasons: what is wrong with the conversion, empty where nothing is
-- page_count: how many pages it has; NULL in formats without pages
-- canonical_uri: the address that the page itself calls the right one
-- found_on: the page, archive or e-mail in which it was found, where it was found in one
-- licence: the terms that its source states
-- cluster_id: the document that stands for all that are the same or nearly (documents.document_id), the document itself
--   where it is the only one; what counts documents counts these
-- withdrawn_at: when it was found that the document is gone from its source, UTC; NULL where it is not, or belongs to no
--   source. Its facts stay in all views: what a public body said it has said
CREATE VIEW documents AS
SELECT
    edition.document_id,
    document.uri,
    document.source,
    edition.title,
    edition.document_type,
    CASE WHEN nobody.id IS NULL THEN edition.publisher END AS publisher,
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
    CASE WHEN nobody.id IS NULL THEN coalesce(known.canonical_id, edition.publisher_id) END AS publisher_id,
    edition.byte_count,
    edition.extractor_version,
    edition.conversion,
    coalesce(edition.conversion_reasons, []) AS conversion_reasons,
    nullif(len(edition.page_starts), 0) AS page_count,
    edition.canonical_uri,
    document.found_on,
    document.licence,
    coalesce(twin.cluster_id, edition.document_id) AS cluster_id,
    gone.withdrawn_at
FROM store.editions AS edition
JOIN store.documents AS document USING (document_id)
LEFT JOIN store.withdrawn AS gone ON gone.document_id = edition.document_id
LEFT JOIN store.canonical AS known ON known.entity_id = edition.publisher_id
LEFT JOIN store.clusters AS twin ON twin.document_id = edition.document_id
LEFT JOIN store.rejected AS nobody ON nobody.id = edition.publisher_id;
