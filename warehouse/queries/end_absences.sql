-- The items of incoming_said are there again: what says that their source does not name them, and what any source heard from
-- their servers, holds no more.
DELETE FROM store.absences
WHERE
    (source, uri) IN (SELECT (source, uri) FROM incoming_said)
    OR (sign <> 'unlisted' AND uri IN (SELECT uri FROM incoming_said));

DELETE FROM store.withdrawals
WHERE
    (source, uri) IN (SELECT (source, uri) FROM incoming_said)
    OR (sign <> 'unlisted' AND uri IN (SELECT uri FROM incoming_said));
