-- severity: fail
-- The contents that were seen as an edition hold its own, and each is there once.
SELECT document_id || ' edition ' || edition || ': ' || content_sha256 || ' is not there' AS offender
FROM store.editions
ANTI JOIN store.contents USING (document_id, edition, content_sha256)
UNION ALL
SELECT document_id || ' edition ' || edition || ': ' || content_sha256 || ' is there ' || count(*) || ' times' AS offender
FROM store.contents
GROUP BY document_id, edition, content_sha256
HAVING count(*) > 1;
