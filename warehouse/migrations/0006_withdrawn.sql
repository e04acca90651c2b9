-- Documents that are gone from their source, and how many documents a source should have.

-- NULL in looks of before: nobody wrote it down.
ALTER TABLE store.source_runs ADD COLUMN minimum BIGINT;
ALTER TABLE store.source_runs ADD COLUMN maximum BIGINT;
ALTER TABLE store.source_runs ADD COLUMN withdrawn BIGINT;

-- One row per item of a source that was not there at the last look, or at several in a row: first and last of these looks.
-- sign: how that was told: the status that its server answered (404, 410), or unlisted (its source did not name it)
CREATE TABLE store.absences (
    source VARCHAR NOT NULL,
    uri VARCHAR NOT NULL,
    sign VARCHAR NOT NULL CHECK (sign IN ('404', '410', 'unlisted')),
    looks BIGINT NOT NULL,
    first_at TIMESTAMP NOT NULL,
    last_at TIMESTAMP NOT NULL
);

-- One row per item that is withdrawn from its source; it goes when the item is back. The document and its facts stay.
CREATE TABLE store.withdrawals (
    source VARCHAR NOT NULL,
    uri VARCHAR NOT NULL,
    sign VARCHAR NOT NULL CHECK (sign IN ('404', '410', 'unlisted')),
    withdrawn_at TIMESTAMP NOT NULL,
    run_id VARCHAR NOT NULL
);

-- Files of folders are items as well from now on: else nobody could tell which of them a folder had and has no more.
INSERT INTO store.items BY NAME
SELECT
    document.source,
    document.uri,
    max(edition.last_seen_at) AS taken_at,
    min(edition.first_seen_at) AS first_taken_at
FROM store.documents AS document
JOIN store.editions AS edition USING (document_id)
WHERE
    document.found_on IS NULL
    AND starts_with(document.uri, 'file:')
    AND document.source IN (SELECT source FROM store.source_runs WHERE kind = 'folder')
    AND (document.source, document.uri) NOT IN (SELECT (source, uri) FROM store.items)
GROUP BY document.source, document.uri;
