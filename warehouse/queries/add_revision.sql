INSERT INTO store.revisions
SELECT coalesce(max(revision), 0) + 1, $run_id, $changed_at FROM store.revisions
