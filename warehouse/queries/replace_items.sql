-- The items of incoming_said, in place of what is known of them but the time at which each was first taken. An update and an
-- insert of the rest, because what is deleted cannot tell that time any more.
UPDATE store.items AS known
SET
    label = said.label,
    stamp = said.stamp,
    published_on = said.published_on,
    fetch_uri = said.fetch_uri,
    found_on = said.found_on,
    taken_at = said.taken_at
FROM incoming_said AS said
WHERE known.source = said.source AND known.uri = said.uri;

INSERT INTO store.items BY NAME
SELECT *, taken_at AS first_taken_at
FROM incoming_said
ANTI JOIN store.items USING (source, uri);
