-- One row: which state of the facts this is, and how much work is on record.
SELECT
    (SELECT coalesce(max(revision), 0) FROM store.revisions) AS revision,
    (SELECT count(*) FROM store.ingestions) AS ingestions,
    (SELECT count(*) FROM store.runs WHERE finished_at IS NOT NULL) AS finished_runs
