-- Their source names these addresses (named_uris): none of them is gone because it did not.
DELETE FROM store.absences
WHERE sign = 'unlisted' AND (source, uri) IN (SELECT (source, uri) FROM named_uris);

DELETE FROM store.withdrawals
WHERE sign = 'unlisted' AND (source, uri) IN (SELECT (source, uri) FROM named_uris);
