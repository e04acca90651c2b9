-- Entities across documents: which names are one, why, and what people decided.

-- One row per pair of names that may be one person or organisation, as it was last judged.
CREATE TABLE store.matches (
    kind VARCHAR NOT NULL,
    entity_a_id VARCHAR NOT NULL,
    entity_b_id VARCHAR NOT NULL,
    name_a VARCHAR NOT NULL,
    name_b VARCHAR NOT NULL,
    score DOUBLE NOT NULL,
    judgement VARCHAR NOT NULL,
    is_decided BOOLEAN NOT NULL,
    reasons VARCHAR[] NOT NULL
);

-- One row per entity that goes by another entity's id.
CREATE TABLE store.canonical (
    entity_id VARCHAR NOT NULL,
    canonical_id VARCHAR NOT NULL
);

-- One row per decision of a person on two entities; of several on the same two the latest holds.
CREATE TABLE store.decisions (
    entity_a_id VARCHAR NOT NULL,
    entity_b_id VARCHAR NOT NULL,
    judgement VARCHAR NOT NULL,
    decided_by VARCHAR NOT NULL,
    reason VARCHAR NOT NULL,
    decided_at TIMESTAMP NOT NULL
);

-- At most one row: the state of facts, decisions and rules that matches and canonical were made from.
CREATE TABLE store.resolved (
    revision BIGINT NOT NULL,
    decisions BIGINT NOT NULL,
    version VARCHAR NOT NULL
);
