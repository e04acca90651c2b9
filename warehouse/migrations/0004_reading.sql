-- Reading the web and binary formats: how well bytes became text, what servers and sources said, which documents are one.

-- NULL in editions that were loaded before: nobody judged how they were converted. No lists as defaults: DuckDB 1.5 cannot
-- read them back from the write-ahead log of a writer that was killed.
ALTER TABLE store.editions ADD COLUMN conversion VARCHAR;
ALTER TABLE store.editions ADD COLUMN conversion_reasons VARCHAR[];
ALTER TABLE store.editions ADD COLUMN page_starts BIGINT[];
ALTER TABLE store.editions ADD COLUMN fingerprint VARCHAR;
ALTER TABLE store.editions ADD COLUMN canonical_uri VARCHAR;

ALTER TABLE store.documents ADD COLUMN found_on VARCHAR;
ALTER TABLE store.documents ADD COLUMN licence VARCHAR;

-- One row per edition and raw content that was seen as it: contents that differ only in what surrounds the text are one.
CREATE TABLE store.contents (
    document_id VARCHAR NOT NULL,
    edition BIGINT NOT NULL,
    content_sha256 VARCHAR NOT NULL
);

INSERT INTO store.contents
SELECT document_id, edition, content_sha256 FROM store.editions;

-- One row per edition whose text is long enough: its MinHash (extractors.fingerprint).
CREATE TABLE store.signatures (
    document_id VARCHAR NOT NULL,
    edition BIGINT NOT NULL,
    signature BIGINT[] NOT NULL
);

-- One row per hyperlink: the place of its words in the text, and the absolute address it points to.
CREATE TABLE store.links (
    document_id VARCHAR NOT NULL,
    edition BIGINT NOT NULL,
    start_char BIGINT NOT NULL,
    end_char BIGINT NOT NULL,
    uri VARCHAR NOT NULL
);

-- One row per document that is, nearly, another one: the smallest document_id among them.
CREATE TABLE store.clusters (
    document_id VARCHAR NOT NULL,
    cluster_id VARCHAR NOT NULL
);

-- At most one row: the current editions, as one number, and the rules that clusters was made from.
CREATE TABLE store.clustered (
    editions UBIGINT NOT NULL,
    version VARCHAR NOT NULL
);

-- One row per address: what its server said at the last fetch.
CREATE TABLE store.fetches (
    uri VARCHAR NOT NULL,
    final_uri VARCHAR NOT NULL,
    etag VARCHAR,
    last_modified VARCHAR,
    content_sha256 VARCHAR NOT NULL,
    media_type VARCHAR,
    fetched_at TIMESTAMP NOT NULL,
    redirects VARCHAR[] NOT NULL
);

-- One row per source and address: the item as it was listed when it was last taken, and when it was first.
CREATE TABLE store.items (
    source VARCHAR NOT NULL,
    uri VARCHAR NOT NULL,
    label VARCHAR,
    stamp VARCHAR,
    published_on DATE,
    fetch_uri VARCHAR,
    found_on VARCHAR,
    taken_at TIMESTAMP NOT NULL,
    first_taken_at TIMESTAMP NOT NULL
);

-- One row per run and source that it looked at.
CREATE TABLE store.source_runs (
    run_id VARCHAR NOT NULL,
    source VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    status VARCHAR NOT NULL CHECK (status IN ('complete', 'partly', 'stopped')),
    reason VARCHAR NOT NULL,
    listed BIGINT NOT NULL,
    due BIGINT NOT NULL,
    loaded BIGINT NOT NULL,
    started_at TIMESTAMP NOT NULL,
    finished_at TIMESTAMP NOT NULL,
    publisher VARCHAR,
    licence VARCHAR,
    schedule VARCHAR
);
