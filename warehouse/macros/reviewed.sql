-- What people decided, by what they decided it on: the views leave out and rename by these tables. Tables, because they are
-- read for every fact; they are made anew with every published file.

-- One row per fact, and per name of an entity, that a person said is right or shall not be shown.
CREATE OR REPLACE TABLE store.reviewed AS
WITH shown AS (
    SELECT store.entity(subject_id) AS goes_by, decision, decided_at, decision_id
    FROM store.holding()
    WHERE decision IN ('reject', 'confirm')
),

latest AS (
    SELECT goes_by, first(decision ORDER BY decided_at DESC, decision_id DESC) AS decision
    FROM shown
    GROUP BY goes_by
)

SELECT goes_by AS id, decision
FROM latest
UNION ALL
SELECT name.entity_id AS id, latest.decision
FROM latest
JOIN store.canonical AS name ON name.canonical_id = latest.goes_by;

CREATE OR REPLACE VIEW store.rejected AS
SELECT id
FROM store.reviewed
WHERE decision = 'reject';

-- One row per entity that a person named, by the id that it goes by.
CREATE OR REPLACE TABLE store.renamed AS
WITH named AS (
    SELECT store.entity(subject_id) AS entity_id, name, decided_at, decision_id
    FROM store.holding()
    WHERE decision = 'rename'
)

SELECT entity_id, first(name ORDER BY decided_at DESC, decision_id DESC) AS name
FROM named
GROUP BY entity_id;

-- One row per place at which a figure or date stands that shall not be shown: its mention is not either.
CREATE OR REPLACE TABLE store.rejected_places AS
SELECT DISTINCT document_id, edition, 'figure' AS kind, start_char, end_char
FROM store.figures
SEMI JOIN store.rejected ON rejected.id = figures.fact_id
UNION ALL
SELECT DISTINCT document_id, edition, 'date' AS kind, start_char, end_char
FROM store.dates
SEMI JOIN store.rejected ON rejected.id = dates.fact_id;

-- How sure a fact is, once a person has looked at it.
CREATE OR REPLACE MACRO store.sure(decision, confidence) AS CASE WHEN decision = 'confirm' THEN 1.0 ELSE confidence END;
