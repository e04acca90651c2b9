-- One row per heading and its text, up to the next heading of its level or above.
-- document_id: the document (documents.document_id)
-- ordinal: the heading's number in the document, from 1
-- level: 1 for the title, more for headings below
-- heading: the heading on one line
-- path: the headings above and this one, joined by " > "
-- start_char: where the heading begins in documents.text, in Unicode characters from 0
-- end_char: where its text ends, exclusive
-- page: the number of the page that the heading is on, from 1; NULL in formats without pages
CREATE VIEW sections AS
SELECT
    section.document_id,
    section.ordinal,
    section.level,
    section.heading,
    section.path,
    section.start_char,
    section.end_char,
    store.page(edition.page_starts, section.start_char) AS page
FROM store.sections AS section
JOIN store.editions AS edition USING (document_id, edition)
WHERE edition.is_current;
