-- What incoming_found tells of items that were listed. What failed and is listed in another state than then is found anew:
-- it begins again with its attempts. What is on record as it is listed stays.
UPDATE store.waiting AS known
SET
    state = said.state,
    label = said.label,
    stamp = said.stamp,
    published_on = said.published_on,
    fetch_uri = said.fetch_uri,
    found_on = said.found_on,
    attempts = 0,
    next_at = said.next_at,
    error = NULL
FROM incoming_found AS said
WHERE known.source = said.source AND known.uri = said.uri AND known.stamp IS DISTINCT FROM said.stamp;

INSERT INTO store.waiting BY NAME
SELECT *
FROM incoming_found
ANTI JOIN store.waiting USING (source, uri);
