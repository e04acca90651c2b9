-- The number of the page that a place of a text is on, from 1; NULL where the document has no pages.
CREATE MACRO store.page(page_starts, place) AS
    CASE WHEN len(page_starts) > 0 THEN greatest(1, len(list_filter(page_starts, lambda start: start <= place))) END;
