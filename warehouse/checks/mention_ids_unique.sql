-- severity: warn, by document
-- No two mentions of one kind stand at the same place, so mention_id is a key.
SELECT document_id || ' ' || kind || ' ' || start_char || '-' || end_char AS offender
FROM store.mentions
SEMI JOIN (FROM store.editions WHERE is_current) USING (document_id, edition)
GROUP BY document_id, kind, start_char, end_char
HAVING count(*) > 1;
