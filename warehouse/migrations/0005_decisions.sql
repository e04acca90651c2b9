-- What people decide, of facts and names too, and the keys of facts that their decisions rest on.

-- One row per decision, in the order in which they were made; none is ever changed or deleted.
-- decision: same or different (of two entities), rename (an entity), reject or confirm (an entity or a fact), undo
-- subject_id: the entity, the fact, or (undo) the decision that is taken back; of two entities the smaller id
-- other_id: the second of two entities
-- name: the new name
-- about: what the subject was called, or said, when it was decided; for people, nothing depends on it
CREATE TABLE store.decisions_of_people (
    decision_id VARCHAR NOT NULL,
    decision VARCHAR NOT NULL CHECK (decision IN ('same', 'different', 'rename', 'reject', 'confirm', 'undo')),
    subject_id VARCHAR NOT NULL,
    other_id VARCHAR,
    name VARCHAR,
    about VARCHAR NOT NULL,
    decided_by VARCHAR NOT NULL,
    reason VARCHAR NOT NULL,
    decided_at TIMESTAMP NOT NULL
);

-- The id is that of warehouse.decisions.Ruling.
INSERT INTO store.decisions_of_people
SELECT
    left(
        sha256(
            array_to_string(
                [
                    'decision', judgement, entity_a_id, entity_b_id, '', decided_by, reason,
                    strftime(decided_at, '%Y-%m-%dT%H:%M:%S.%f')
                ],
                chr(31)
            )
        ),
        20
    ) AS decision_id,
    judgement AS decision,
    entity_a_id AS subject_id,
    entity_b_id AS other_id,
    NULL AS name,
    '' AS about,
    decided_by,
    reason,
    decided_at
FROM store.decisions;

DROP TABLE store.decisions;

ALTER TABLE store.decisions_of_people RENAME TO decisions;

-- One row per decision that holds: not taken back, and the latest that answers its question.
CREATE MACRO store.holding() AS TABLE
SELECT decision_id, decision, subject_id, other_id, name, decided_by, reason, decided_at
FROM store.decisions
WHERE decision <> 'undo' AND decision_id NOT IN (SELECT subject_id FROM store.decisions WHERE decision = 'undo')
QUALIFY row_number() OVER (
    PARTITION BY
        CASE
            WHEN decision IN ('same', 'different') THEN 'are they one?'
            WHEN decision = 'rename' THEN 'what is it called?'
            ELSE 'is it right?'
        END,
        subject_id,
        other_id
    ORDER BY decided_at DESC, decision_id DESC
) = 1;

-- The key of a fact: what a document says, not where it stands, in which edition, how sure a rule is or which found it.
-- Words are compared without case and punctuation; an absent part is not an empty one.
CREATE MACRO store.key_words(body) AS trim(regexp_replace(lower(body), '[^\p{L}\p{N}]+', ' ', 'g'));

CREATE MACRO store.fact_id(kind, parts) AS
    kind || '-' || left(
        sha256(array_to_string(list_transform(parts, lambda part: coalesce(part, chr(1))), chr(31))), 20
    );

-- What is counted in a text, dated in it or named in it may be right in one sentence and wrong in the next, so the
-- sentence belongs to these three keys.
CREATE MACRO store.mentions_key(fact) AS store.fact_id('mention', [
    struct_extract(fact, 'document_id'),
    struct_extract(fact, 'kind'),
    coalesce(struct_extract(fact, 'entity_id'), store.key_words(struct_extract(fact, 'name'))),
    store.key_words(struct_extract(fact, 'text')),
    store.key_words(struct_extract(fact, 'evidence'))
]);

CREATE MACRO store.figures_key(fact) AS store.fact_id('figure', [
    struct_extract(fact, 'document_id'),
    struct_extract(fact, 'value')::VARCHAR,
    struct_extract(fact, 'value_high')::VARCHAR,
    struct_extract(fact, 'unit'),
    store.key_words(struct_extract(fact, 'measure')),
    store.key_words(struct_extract(fact, 'text')),
    store.key_words(struct_extract(fact, 'evidence'))
]);

CREATE MACRO store.dates_key(fact) AS store.fact_id('date', [
    struct_extract(fact, 'document_id'),
    struct_extract(fact, 'start_date')::VARCHAR,
    struct_extract(fact, 'end_date')::VARCHAR,
    struct_extract(fact, 'role'),
    store.key_words(struct_extract(fact, 'text')),
    store.key_words(struct_extract(fact, 'evidence'))
]);

-- The others say the same wherever the document says it.
CREATE MACRO store.roles_key(fact) AS store.fact_id('role', [
    struct_extract(fact, 'document_id'),
    struct_extract(fact, 'person_id'),
    store.key_words(struct_extract(fact, 'title')),
    coalesce(struct_extract(fact, 'organisation_id'), store.key_words(struct_extract(fact, 'organisation'))),
    struct_extract(fact, 'is_former')::VARCHAR
]);

CREATE MACRO store.strategy_items_key(fact) AS store.fact_id('item', [
    struct_extract(fact, 'document_id'),
    struct_extract(fact, 'kind'),
    store.key_words(struct_extract(fact, 'text'))
]);

CREATE MACRO store.partnerships_key(fact) AS store.fact_id('partnership', [
    struct_extract(fact, 'document_id'),
    struct_extract(fact, 'organisation_a_id'),
    struct_extract(fact, 'organisation_b_id'),
    struct_extract(fact, 'relation'),
    store.key_words(struct_extract(fact, 'programme'))
]);

CREATE MACRO store.partnership_members_key(fact) AS store.fact_id('member', [
    struct_extract(fact, 'document_id'),
    store.key_words(struct_extract(fact, 'partnership')),
    coalesce(struct_extract(fact, 'organisation_id'), store.key_words(struct_extract(fact, 'organisation'))),
    store.key_words(struct_extract(fact, 'representative')),
    store.key_words(struct_extract(fact, 'representative_title'))
]);

CREATE MACRO store.publications_key(fact) AS store.fact_id('publication', [
    struct_extract(fact, 'document_id'),
    store.key_words(struct_extract(fact, 'label')),
    struct_extract(fact, 'year')::VARCHAR,
    struct_extract(fact, 'published_on')::VARCHAR,
    struct_extract(fact, 'uri')
]);

CREATE MACRO store.quotes_key(fact) AS store.fact_id('quote', [
    struct_extract(fact, 'document_id'),
    coalesce(struct_extract(fact, 'speaker_id'), store.key_words(struct_extract(fact, 'speaker'))),
    store.key_words(struct_extract(fact, 'text'))
]);

ALTER TABLE store.mentions ADD COLUMN fact_id VARCHAR;
ALTER TABLE store.roles ADD COLUMN fact_id VARCHAR;
ALTER TABLE store.figures ADD COLUMN fact_id VARCHAR;
ALTER TABLE store.dates ADD COLUMN fact_id VARCHAR;
ALTER TABLE store.strategy_items ADD COLUMN fact_id VARCHAR;
ALTER TABLE store.partnerships ADD COLUMN fact_id VARCHAR;
ALTER TABLE store.partnership_members ADD COLUMN fact_id VARCHAR;
ALTER TABLE store.publications ADD COLUMN fact_id VARCHAR;
ALTER TABLE store.quotes ADD COLUMN fact_id VARCHAR;

UPDATE store.mentions AS fact SET fact_id = store.mentions_key(fact);
UPDATE store.roles AS fact SET fact_id = store.roles_key(fact);
UPDATE store.figures AS fact SET fact_id = store.figures_key(fact);
UPDATE store.dates AS fact SET fact_id = store.dates_key(fact);
UPDATE store.strategy_items AS fact SET fact_id = store.strategy_items_key(fact);
UPDATE store.partnerships AS fact SET fact_id = store.partnerships_key(fact);
UPDATE store.partnership_members AS fact SET fact_id = store.partnership_members_key(fact);
UPDATE store.publications AS fact SET fact_id = store.publications_key(fact);
UPDATE store.quotes AS fact SET fact_id = store.quotes_key(fact);
