-- What failed is tried again by the next run, as if it never had been: of the sources and addresses in asked_names, and all
-- where $all.
UPDATE store.waiting
SET attempts = 0, next_at = $at
WHERE
    state = 'failed'
    AND ($all OR source IN (SELECT name FROM asked_names) OR uri IN (SELECT name FROM asked_names))
RETURNING source, uri
