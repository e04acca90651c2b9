-- severity: fail
-- The contents that were seen as an edition hold its own, each is there once, and there is such an edition.
SELECT document_id || ' edition ' || edition || ': ' || content_sha256 || ' is not there' AS offender
FROM store.editions
ANTI JOIN store.contents USING (document_id, edition, content_sha256)
UNION ALL
SELECT document_id || ' edition ' || edition || ': ' || content_sha256 || ' is there ' || count(*) || ' times' AS offender
FROM store.contents
GROUP BY document_id, edition, content_sha256
HAVING count(*) > 1
UNION ALL
SELECT document_id || ' edition ' || edition || ': ' || content_sha256 || ' was seen as no edition' AS offender
FROM store.contents
ANTI JOIN store.editions USING (document_id, edition);
