-- One row per item that is withdrawn from a source: its address.
SELECT uri
FROM store.withdrawals
WHERE source = ?
