-- One row per asked address that was fetched, in the fields of extractors.records.FetchRecord.
SELECT uri, final_uri, etag, last_modified, content_sha256, media_type, fetched_at, redirects
FROM store.fetches
SEMI JOIN asked_uris USING (uri)
ORDER BY uri
