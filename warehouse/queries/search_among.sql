-- One row per passage of the documents that are asked for, best first.
WITH meant AS (
    -- The ids of the organisations that go by the name that is asked for, in any document.
    SELECT DISTINCT store.entity(entity_id) AS entity_id
    FROM store.entities
    WHERE
        kind = 'organisation'
        AND list_contains(list_transform(list_append(aliases, name), lambda form: store.fold(form)), store.fold($3))
)

SELECT
    passage.document_id,
    document.uri,
    edition.title,
    passage.section,
    store.page(edition.page_starts, passage.start_char) AS page,
    passage.score,
    passage.snippet
FROM store.search_found(
    $1,
    among := (
        SELECT coalesce(list(wanted.document_id), [])
        FROM store.editions AS wanted
        WHERE
            wanted.is_current
            AND (len($2::VARCHAR[]) = 0 OR list_contains($2::VARCHAR[], wanted.document_type))
            AND ($4::DATE IS NULL OR wanted.published_on >= $4::DATE)
            AND ($5::DATE IS NULL OR wanted.published_on <= $5::DATE)
            AND (
                $3::VARCHAR IS NULL
                OR store.fold(wanted.publisher) = store.fold($3)
                OR store.entity(wanted.publisher_id) IN (FROM meant)
                OR (wanted.document_id, wanted.edition) IN (
                    SELECT (document_id, edition) FROM store.entities WHERE store.entity(entity_id) IN (FROM meant)
                )
            )
    ),
    snippets := $6
) AS passage
JOIN store.documents AS document USING (document_id)
JOIN store.editions AS edition ON edition.document_id = passage.document_id AND edition.is_current
ORDER BY passage.score DESC, passage.passage_id
LIMIT $6
