-- One row per publication that a page of a source lists, the page's address first, then the fields of
-- extractors.records.Publication. What was itself found on a page, in an archive or an e-mail is no page of the source.
SELECT
    document.uri,
    fact.start_char,
    fact.end_char,
    fact.text,
    fact.evidence,
    fact.extractor,
    fact.confidence,
    fact.label,
    fact."year",
    fact.published_on,
    fact.uri AS leads_to,
    fact.media_type,
    fact.size_bytes
FROM store.publications AS fact
JOIN store.editions AS edition USING (document_id, edition)
JOIN store.documents AS document USING (document_id)
WHERE edition.is_current AND document.source = ? AND document.found_on IS NULL AND fact.uri IS NOT NULL
ORDER BY document.uri, fact.start_char, fact.end_char, fact.uri
