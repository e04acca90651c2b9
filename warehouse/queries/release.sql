-- One row: what the published file was made from.
SELECT released_at, revision, ingestions, finished_runs, layout_sha256
FROM store.releases
