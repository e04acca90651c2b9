-- One row per document that a run was asked for, or found to be gone from its source.
-- run_id: the run; it sorts by time
-- uri: the address that was asked for
-- status: loaded, unchanged, skipped or failed
-- reason: why it ended so
-- started_at: when work on its batch began, UTC
-- finished_at: when its end was written down, UTC
-- facts: how many facts were loaded (roles, figures, dates, items, partnerships, members, publications, quotes)
CREATE VIEW ingestions AS
SELECT run_id, uri, status, reason, started_at, finished_at, facts
FROM store.ingestions;
