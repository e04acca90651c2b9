-- One row per passage of the documents that are asked for, best first.
SELECT
    passage.document_id,
    document.uri,
    edition.title,
    passage.section,
    store.page(edition.page_starts, passage.start_char) AS page,
    passage.score,
    passage.snippet
FROM store.search_found($1, among := store.search_among($2, $3, $4, $5), snippets := $6) AS passage
JOIN store.documents AS document USING (document_id)
JOIN store.editions AS edition ON edition.document_id = passage.document_id AND edition.is_current
ORDER BY passage.score DESC, passage.passage_id
LIMIT $6
