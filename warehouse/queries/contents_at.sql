-- One row per raw content that was seen at the addresses of asked.
SELECT content_sha256
FROM store.fetches
WHERE uri IN (SELECT id FROM asked)
UNION
SELECT content.content_sha256
FROM store.contents AS content
JOIN store.documents AS document USING (document_id)
WHERE document.uri IN (SELECT id FROM asked)
