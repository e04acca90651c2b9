-- One row per item of an address that any source lost, or whose page one lost: when and how this source lost it (NULL where it
-- has it), and what else a rebuilt warehouse has to hold of it to tell which documents are withdrawn.
WITH lost AS (
    SELECT uri
    FROM store.withdrawals
    UNION
    SELECT item.uri
    FROM store.items AS item
    JOIN store.withdrawals AS page ON page.source = item.source AND page.uri = item.found_on
)

SELECT
    item.source,
    item.uri,
    item.found_on,
    item.taken_at,
    item.first_taken_at,
    own.sign,
    own.withdrawn_at,
    own.run_id
FROM store.items AS item
SEMI JOIN lost USING (uri)
LEFT JOIN store.withdrawals AS own ON own.source = item.source AND own.uri = item.uri
ORDER BY item.uri, item.source
