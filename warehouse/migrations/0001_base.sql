-- The base tables. Each holds one kind of record of extractors.records, keyed by the edition it was found in.
-- There are no primary keys on purpose: DuckDB checks indexes too early for a delete and an insert of the same key in
-- one transaction. Uniqueness is a check (warehouse/checks) instead. Every TIMESTAMP is UTC.

-- One row per document: what lives at an address.
CREATE TABLE store.documents (
    document_id VARCHAR NOT NULL,
    uri VARCHAR NOT NULL,
    source VARCHAR NOT NULL
);

-- One row per edition: one exact content of a document.
CREATE TABLE store.editions (
    document_id VARCHAR NOT NULL,
    edition BIGINT NOT NULL,
    content_sha256 VARCHAR NOT NULL,
    media_type VARCHAR NOT NULL,
    char_count BIGINT NOT NULL,
    byte_count BIGINT NOT NULL,
    text VARCHAR NOT NULL,
    title VARCHAR,
    document_type VARCHAR NOT NULL,
    publisher VARCHAR,
    publisher_id VARCHAR,
    language VARCHAR,
    published_on DATE,
    modified_on DATE,
    coverage_start DATE,
    coverage_end DATE,
    extractor_version VARCHAR NOT NULL,
    first_seen_at TIMESTAMP NOT NULL,
    last_seen_at TIMESTAMP NOT NULL,
    is_current BOOLEAN NOT NULL
);

CREATE TABLE store.sections (
    document_id VARCHAR NOT NULL,
    edition BIGINT NOT NULL,
    ordinal BIGINT NOT NULL,
    level BIGINT NOT NULL,
    heading VARCHAR NOT NULL,
    path VARCHAR NOT NULL,
    start_char BIGINT NOT NULL,
    end_char BIGINT NOT NULL
);

CREATE TABLE store.entities (
    document_id VARCHAR NOT NULL,
    edition BIGINT NOT NULL,
    entity_id VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    aliases VARCHAR[] NOT NULL,
    honorific VARCHAR,
    classification VARCHAR,
    identifier_scheme VARCHAR,
    identifier VARCHAR
);

CREATE TABLE store.mentions (
    document_id VARCHAR NOT NULL,
    edition BIGINT NOT NULL,
    start_char BIGINT NOT NULL,
    end_char BIGINT NOT NULL,
    text VARCHAR NOT NULL,
    evidence VARCHAR NOT NULL,
    extractor VARCHAR NOT NULL,
    confidence DOUBLE NOT NULL,
    kind VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    entity_id VARCHAR
);

CREATE TABLE store.roles (
    document_id VARCHAR NOT NULL,
    edition BIGINT NOT NULL,
    start_char BIGINT NOT NULL,
    end_char BIGINT NOT NULL,
    text VARCHAR NOT NULL,
    evidence VARCHAR NOT NULL,
    extractor VARCHAR NOT NULL,
    confidence DOUBLE NOT NULL,
    person_id VARCHAR NOT NULL,
    person VARCHAR NOT NULL,
    title VARCHAR NOT NULL,
    organisation_id VARCHAR,
    organisation VARCHAR,
    is_former BOOLEAN NOT NULL,
    as_of DATE
);

CREATE TABLE store.figures (
    document_id VARCHAR NOT NULL,
    edition BIGINT NOT NULL,
    start_char BIGINT NOT NULL,
    end_char BIGINT NOT NULL,
    text VARCHAR NOT NULL,
    evidence VARCHAR NOT NULL,
    extractor VARCHAR NOT NULL,
    confidence DOUBLE NOT NULL,
    value DOUBLE NOT NULL,
    value_high DOUBLE,
    unit VARCHAR NOT NULL,
    measure VARCHAR,
    qualifier VARCHAR,
    organisation VARCHAR,
    period_start DATE,
    period_end DATE
);

CREATE TABLE store.dates (
    document_id VARCHAR NOT NULL,
    edition BIGINT NOT NULL,
    start_char BIGINT NOT NULL,
    end_char BIGINT NOT NULL,
    text VARCHAR NOT NULL,
    evidence VARCHAR NOT NULL,
    extractor VARCHAR NOT NULL,
    confidence DOUBLE NOT NULL,
    start_date DATE,
    end_date DATE,
    "precision" VARCHAR NOT NULL,
    role VARCHAR,
    is_relative BOOLEAN NOT NULL
);

CREATE TABLE store.strategy_items (
    document_id VARCHAR NOT NULL,
    edition BIGINT NOT NULL,
    start_char BIGINT NOT NULL,
    end_char BIGINT NOT NULL,
    text VARCHAR NOT NULL,
    evidence VARCHAR NOT NULL,
    extractor VARCHAR NOT NULL,
    confidence DOUBLE NOT NULL,
    kind VARCHAR NOT NULL,
    ordinal BIGINT NOT NULL,
    detail VARCHAR,
    audience VARCHAR
);

CREATE TABLE store.partnerships (
    document_id VARCHAR NOT NULL,
    edition BIGINT NOT NULL,
    start_char BIGINT NOT NULL,
    end_char BIGINT NOT NULL,
    text VARCHAR NOT NULL,
    evidence VARCHAR NOT NULL,
    extractor VARCHAR NOT NULL,
    confidence DOUBLE NOT NULL,
    organisation_a_id VARCHAR NOT NULL,
    organisation_a VARCHAR NOT NULL,
    organisation_b_id VARCHAR NOT NULL,
    organisation_b VARCHAR NOT NULL,
    relation VARCHAR NOT NULL,
    programme VARCHAR,
    observed_on DATE
);

CREATE TABLE store.partnership_members (
    document_id VARCHAR NOT NULL,
    edition BIGINT NOT NULL,
    start_char BIGINT NOT NULL,
    end_char BIGINT NOT NULL,
    text VARCHAR NOT NULL,
    evidence VARCHAR NOT NULL,
    extractor VARCHAR NOT NULL,
    confidence DOUBLE NOT NULL,
    partnership VARCHAR NOT NULL,
    organisation_id VARCHAR,
    organisation VARCHAR NOT NULL,
    representative VARCHAR,
    representative_title VARCHAR
);

CREATE TABLE store.publications (
    document_id VARCHAR NOT NULL,
    edition BIGINT NOT NULL,
    start_char BIGINT NOT NULL,
    end_char BIGINT NOT NULL,
    text VARCHAR NOT NULL,
    evidence VARCHAR NOT NULL,
    extractor VARCHAR NOT NULL,
    confidence DOUBLE NOT NULL,
    label VARCHAR NOT NULL,
    "year" BIGINT,
    published_on DATE,
    uri VARCHAR,
    media_type VARCHAR,
    size_bytes BIGINT
);

CREATE TABLE store.quotes (
    document_id VARCHAR NOT NULL,
    edition BIGINT NOT NULL,
    start_char BIGINT NOT NULL,
    end_char BIGINT NOT NULL,
    text VARCHAR NOT NULL,
    evidence VARCHAR NOT NULL,
    extractor VARCHAR NOT NULL,
    confidence DOUBLE NOT NULL,
    speaker_id VARCHAR,
    speaker VARCHAR,
    speaker_role VARCHAR
);

-- One row per run; finished_at and the counts are NULL until it has ended (or for ever, where it was killed).
CREATE TABLE store.runs (
    run_id VARCHAR NOT NULL,
    command VARCHAR NOT NULL,
    started_at TIMESTAMP NOT NULL,
    finished_at TIMESTAMP,
    asked BIGINT,
    loaded BIGINT,
    unchanged BIGINT,
    skipped BIGINT,
    failed BIGINT,
    greenpaper_version VARCHAR NOT NULL,
    extractor_version VARCHAR NOT NULL,
    pipeline VARCHAR NOT NULL,
    python_version VARCHAR NOT NULL,
    duckdb_version VARCHAR NOT NULL
);

-- One row per document that a run was asked for, written in the transaction that loads its facts.
CREATE TABLE store.ingestions (
    run_id VARCHAR NOT NULL,
    uri VARCHAR NOT NULL,
    status VARCHAR NOT NULL CHECK (status IN ('loaded', 'unchanged', 'skipped', 'failed')),
    reason VARCHAR NOT NULL,
    started_at TIMESTAMP NOT NULL,
    finished_at TIMESTAMP NOT NULL,
    facts BIGINT NOT NULL
);

-- One row per batch that changed a fact. The highest number says which state of the facts this is.
CREATE TABLE store.revisions (
    revision BIGINT NOT NULL,
    run_id VARCHAR NOT NULL,
    changed_at TIMESTAMP NOT NULL
);

-- One row per check: its newest result, the revision it looked at, and the SHA-256 of all checks and views then.
CREATE TABLE store.check_results (
    check_name VARCHAR NOT NULL,
    severity VARCHAR NOT NULL,
    passed BOOLEAN NOT NULL,
    detail VARCHAR NOT NULL,
    checked_at TIMESTAMP NOT NULL,
    revision BIGINT NOT NULL,
    layout_sha256 VARCHAR NOT NULL
);

-- One row, in a published file only: what this file was made from. The same again means that there is nothing to publish.
CREATE TABLE store.releases (
    released_at TIMESTAMP NOT NULL,
    revision BIGINT NOT NULL,
    ingestions BIGINT NOT NULL,
    finished_runs BIGINT NOT NULL,
    layout_sha256 VARCHAR NOT NULL
);
