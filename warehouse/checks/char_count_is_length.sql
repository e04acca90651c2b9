-- severity: fail, by document
-- An edition's char_count is the length of its text.
SELECT document_id || ' edition ' || edition AS offender
FROM store.editions
WHERE char_count <> length(text);
