-- What is left to do, so that it does not depend on a listing that moves on, nor on a run that lives.

-- One row per item of a source that was found and is not loaded as it was found. It goes in the transaction that loads it;
-- what was taken stands in store.items.
-- state: found; fetched (its bytes are here); failed (at the last attempt)
-- label, stamp, published_on, fetch_uri, found_on: as in store.items, and as it was listed when it was found
-- attempts: how many failed in a row
-- next_at: from when on it is to be tried again; NULL where a person has to look at it first
-- extractor_version: that of the last attempt: other extractors may read what these could not
CREATE TABLE store.waiting (
    source VARCHAR NOT NULL,
    uri VARCHAR NOT NULL,
    state VARCHAR NOT NULL CHECK (state IN ('found', 'fetched', 'failed')),
    label VARCHAR,
    stamp VARCHAR,
    published_on DATE,
    fetch_uri VARCHAR,
    found_on VARCHAR,
    found_at TIMESTAMP NOT NULL,
    attempts BIGINT NOT NULL,
    last_at TIMESTAMP,
    next_at TIMESTAMP,
    error VARCHAR,
    extractor_version VARCHAR
);
