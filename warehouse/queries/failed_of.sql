-- What failed: of the sources and addresses in asked_names, and all where $all.
SELECT source, uri
FROM store.waiting
WHERE
    state = 'failed'
    AND ($all OR source IN (SELECT name FROM asked_names) OR uri IN (SELECT name FROM asked_names))
ORDER BY source, uri
