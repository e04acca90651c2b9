-- Which documents were written when: a publication that begins from the last one takes over these alone.

-- One row per document and revision that wrote it (store.revisions); what was there before is known to no publication that
-- has this table.
CREATE TABLE store.changed (
    document_id VARCHAR NOT NULL,
    revision BIGINT NOT NULL
);
