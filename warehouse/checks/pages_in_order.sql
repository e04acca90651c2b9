-- severity: fail, by document
-- An edition's pages begin one after the other, within its text.
SELECT document_id || ' edition ' || edition AS offender
FROM store.editions
WHERE
    len(page_starts) > 0
    AND (page_starts <> list_sort(page_starts) OR page_starts[1] < 0 OR page_starts[-1] > char_count);
