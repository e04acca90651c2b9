-- One row where this database goes on from a published file, and few documents were written since that was made whole.
SELECT 1
FROM store.revisions
WHERE
    revision = $revision AND run_id = $run_id AND changed_at = $changed_at
    AND (SELECT count(DISTINCT document_id) FROM store.changed WHERE changed.revision > $whole_revision)
    <= 0.1 * (SELECT count(*) FROM store.documents)
