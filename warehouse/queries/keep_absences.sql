-- What incoming_absences tells of items that were taken before, one look more in a row. What an address answered and what a
-- listing names are two rows of looks: one does not confirm the other.
UPDATE store.absences AS known
SET
    looks = CASE WHEN (known.sign = 'unlisted') = (said.sign = 'unlisted') THEN known.looks + 1 ELSE 1 END,
    first_at = CASE WHEN (known.sign = 'unlisted') = (said.sign = 'unlisted') THEN known.first_at ELSE said.looked_at END,
    sign = said.sign,
    last_at = said.looked_at
FROM incoming_absences AS said
WHERE known.source = said.source AND known.uri = said.uri;

INSERT INTO store.absences BY NAME
SELECT source, uri, sign, 1 AS looks, looked_at AS first_at, looked_at AS last_at
FROM incoming_absences
SEMI JOIN store.items USING (source, uri)
ANTI JOIN store.absences USING (source, uri);
