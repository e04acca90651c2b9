-- What is kept of documents and decisions in the archive beside the bytes (warehouse/cards.py), so that the archive alone
-- is enough to make the warehouse anew.

-- One row per line of the archive's cards.jsonl, written in the transaction that it tells of; the file follows the table.
-- kind: edition, content (other bytes that were seen as an edition) or decision
-- first_seen_at: of the edition; tells two of one number apart, where a lost database was begun anew
-- card: the line itself
CREATE TABLE store.cards (
    number BIGINT NOT NULL,
    kind VARCHAR NOT NULL,
    uri VARCHAR,
    edition BIGINT,
    first_seen_at TIMESTAMP,
    content_sha256 VARCHAR,
    card VARCHAR NOT NULL
);

-- At most one row: that the warehouse is being made anew from its archive, and is not whole.
CREATE TABLE store.rebuilding (
    began_at TIMESTAMP NOT NULL
);

-- What is held already: of editions that were loaded before, how they were read is told by what servers and sources said.
CREATE TEMP TABLE told AS
SELECT
    'edition' AS kind,
    document.uri,
    edition.edition,
    edition.first_seen_at,
    edition.content_sha256,
    edition.last_seen_at,
    document.source,
    CASE
        WHEN contains(document.uri, '!/') THEN url_decode(string_split(document.uri, '!/')[-1])
        WHEN starts_with(document.uri, 'file:') THEN url_decode(string_split(document.uri, '/')[-1])
        ELSE coalesce(answer.final_uri, document.uri)
    END AS name,
    answer.media_type,
    item.label AS title,
    source_run.publisher,
    item.published_on,
    document.found_on,
    document.licence
FROM store.editions AS edition
JOIN store.documents AS document USING (document_id)
LEFT JOIN store.items AS item ON item.source = document.source AND item.uri = document.uri
LEFT JOIN
    store.fetches AS answer
    ON answer.uri = coalesce(item.fetch_uri, document.uri) AND answer.content_sha256 = edition.content_sha256
LEFT JOIN (
    SELECT source, arg_max(publisher, started_at) AS publisher
    FROM store.source_runs
    GROUP BY source
) AS source_run ON source_run.source = document.source;

INSERT INTO store.cards
WITH numbered AS (
    SELECT row_number() OVER (ORDER BY first_seen_at, uri, edition) AS number, *
    FROM told
)

SELECT
    number,
    kind,
    uri,
    edition,
    first_seen_at,
    content_sha256,
    to_json({
        'number': number, 'kind': kind, 'uri': uri, 'edition': edition,
        'first_seen_at': strftime(first_seen_at, '%Y-%m-%dT%H:%M:%S.%f'), 'content_sha256': content_sha256,
        'last_seen_at': strftime(last_seen_at, '%Y-%m-%dT%H:%M:%S.%f'), 'source': source, 'found_on': found_on,
        'licence': licence, 'name': name, 'media_type': media_type, 'title': title, 'publisher': publisher,
        'published_on': published_on
    }) AS card
FROM numbered
ORDER BY number;

INSERT INTO store.cards
WITH other AS (
    SELECT 'content' AS kind, document.uri, content.edition, edition.first_seen_at, content.content_sha256
    FROM store.contents AS content
    JOIN store.documents AS document USING (document_id)
    JOIN store.editions AS edition
        ON edition.document_id = content.document_id AND edition.edition = content.edition
    WHERE content.content_sha256 <> edition.content_sha256
),

numbered AS (
    SELECT
        (SELECT count(*) FROM store.cards) + row_number() OVER (ORDER BY first_seen_at, uri, edition, content_sha256) AS number,
        *
    FROM other
)

SELECT
    number,
    kind,
    uri,
    edition,
    first_seen_at,
    content_sha256,
    to_json({
        'number': number, 'kind': kind, 'uri': uri, 'edition': edition,
        'first_seen_at': strftime(first_seen_at, '%Y-%m-%dT%H:%M:%S.%f'), 'content_sha256': content_sha256
    }) AS card
FROM numbered
ORDER BY number;

INSERT INTO store.cards
WITH numbered AS (
    SELECT
        (SELECT count(*) FROM store.cards) + row_number() OVER (ORDER BY decided_at, decision_id) AS number,
        *
    FROM store.decisions
)

SELECT
    number,
    'decision' AS kind,
    NULL AS uri,
    NULL AS edition,
    NULL AS first_seen_at,
    NULL AS content_sha256,
    to_json({
        'number': number, 'kind': 'decision', 'decision': decision, 'subject_id': subject_id, 'other_id': other_id,
        'name': name, 'about': about, 'decided_by': decided_by, 'reason': reason,
        'decided_at': strftime(decided_at, '%Y-%m-%dT%H:%M:%S.%f')
    }) AS card
FROM numbered
ORDER BY number;

DROP TABLE told;
