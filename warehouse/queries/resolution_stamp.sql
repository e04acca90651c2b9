-- One row: the newest revision of the facts, and how many decisions there are.
SELECT
    (SELECT coalesce(max(revision), 0) FROM store.revisions) AS revision,
    (SELECT count(*) FROM store.decisions) AS decisions
