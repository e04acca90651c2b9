-- What is forgotten: who asked for it and when, and keyed digests by which it is known again. No name and no address.
-- The key is not in here: it is a file in the store (warehouse.forgotten), and nobody can test a guess without it.

-- One row per forgetting. It is finished once archive, working file and publications hold none of it any more.
-- forgetting_id: at random
-- key_id: which key its digests were made with
-- documents, editions, facts: how many went whole; masked_editions: in how many editions the name was masked;
-- contents: how many raw contents left the archive
CREATE TABLE store.forgettings (
    forgetting_id VARCHAR NOT NULL,
    kind VARCHAR NOT NULL CHECK (kind IN ('person', 'document')),
    forgotten_by VARCHAR NOT NULL,
    reason VARCHAR NOT NULL,
    forgotten_at TIMESTAMP NOT NULL,
    key_id VARCHAR NOT NULL,
    documents BIGINT NOT NULL,
    editions BIGINT NOT NULL,
    facts BIGINT NOT NULL,
    masked_editions BIGINT NOT NULL,
    contents BIGINT NOT NULL,
    finished_at TIMESTAMP,
    allowed_at TIMESTAMP,
    allowed_by VARCHAR
);

-- One row per name, first word of a name, address or content that is not to be kept; words is the length of a name.
CREATE TABLE store.forgotten (
    forgetting_id VARCHAR NOT NULL,
    kind VARCHAR NOT NULL CHECK (kind IN ('name', 'beginning', 'address', 'content')),
    digest VARCHAR NOT NULL,
    words BIGINT NOT NULL
);

-- One row per edition in which a name is masked: its bytes are not kept, and it is read again where the name is allowed.
CREATE TABLE store.masked (
    document_id VARCHAR NOT NULL,
    edition BIGINT NOT NULL
);

-- One row per raw content that is still to be taken out of the archive.
CREATE TABLE store.to_erase (
    content_sha256 VARCHAR NOT NULL
);
