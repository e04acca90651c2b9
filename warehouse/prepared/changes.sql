-- The rows of the view changes, made once for every published file: every fact of two editions is compared for them.
-- Amended by document: those of temp.touched are made anew.
CREATE OR REPLACE TEMPORARY TABLE made AS
WITH revised AS (
    SELECT DISTINCT document_id
    FROM store.editions
    SEMI JOIN temp.touched USING (document_id)
    WHERE edition > 1
),

said AS (
    SELECT document_id, edition, entity_id AS said_id, kind, store.fold(name) AS fact_key, name AS text
    FROM store.entities
    SEMI JOIN revised USING (document_id)
    WHERE kind IN ('person', 'organisation')
    UNION ALL
    SELECT
        document_id,
        edition,
        fact_id AS said_id,
        'role' AS kind,
        store.fact_key([person, title, organisation, is_former::VARCHAR]) AS fact_key,
        person || ', ' || title || coalesce(' (' || organisation || ')', '') AS text
    FROM store.roles
    SEMI JOIN revised USING (document_id)
    UNION ALL
    SELECT
        document_id,
        edition,
        fact_id AS said_id,
        'figure' AS kind,
        value || '|' || coalesce(value_high::VARCHAR, '') || '|' || unit || '|' || coalesce(store.fold(measure), '') AS fact_key,
        text || coalesce(': ' || measure, '') AS text
    FROM store.figures
    SEMI JOIN revised USING (document_id)
    UNION ALL
    SELECT
        document_id,
        edition,
        fact_id AS said_id,
        'date' AS kind,
        CASE
            WHEN start_date IS NULL THEN store.fact_key([text, role])
            ELSE store.fact_key([start_date::VARCHAR, end_date::VARCHAR, role])
        END AS fact_key,
        text || coalesce(': ' || role, '') AS text
    FROM store.dates
    SEMI JOIN revised USING (document_id)
    UNION ALL
    SELECT
        document_id,
        edition,
        fact_id AS said_id,
        'strategy item' AS kind,
        store.fact_key([kind, text]) AS fact_key,
        kind || ': ' || text AS text
    FROM store.strategy_items
    SEMI JOIN revised USING (document_id)
    UNION ALL
    SELECT
        document_id,
        edition,
        fact_id AS said_id,
        'partnership' AS kind,
        store.fact_key([
            least(organisation_a, organisation_b), greatest(organisation_a, organisation_b), relation, programme
        ]) AS fact_key,
        organisation_a || ' and ' || organisation_b || ': ' || relation AS text
    FROM store.partnerships
    SEMI JOIN revised USING (document_id)
    UNION ALL
    SELECT
        document_id,
        edition,
        fact_id AS said_id,
        'member' AS kind,
        store.fact_key([partnership, organisation, representative]) AS fact_key,
        organisation || ' in ' || partnership AS text
    FROM store.partnership_members
    SEMI JOIN revised USING (document_id)
    UNION ALL
    SELECT
        document_id,
        edition,
        fact_id AS said_id,
        'publication' AS kind,
        store.fact_key([label, "year"::VARCHAR]) AS fact_key,
        label AS text
    FROM store.publications
    SEMI JOIN revised USING (document_id)
    UNION ALL
    SELECT
        document_id,
        edition,
        fact_id AS said_id,
        'quote' AS kind,
        store.fact_key([speaker, text]) AS fact_key,
        coalesce(speaker || ': ', '') || text AS text
    FROM store.quotes
    SEMI JOIN revised USING (document_id)
),

facts AS (
    SELECT document_id, edition, kind, fact_key, min(text) AS text
    FROM said
    ANTI JOIN store.rejected AS gone ON gone.id = said.said_id
    GROUP BY document_id, edition, kind, fact_key
),

later AS (
    SELECT edition.document_id, edition.edition, edition.first_seen_at
    FROM store.editions AS edition
    SEMI JOIN store.editions AS before
        ON before.document_id = edition.document_id AND before.edition = edition.edition - 1
),

added AS (
    SELECT fact.document_id, later.edition, 'added' AS change, fact.kind, fact.text, later.first_seen_at
    FROM facts AS fact
    JOIN later ON later.document_id = fact.document_id AND later.edition = fact.edition
    ANTI JOIN facts AS earlier
        ON
            earlier.document_id = fact.document_id
            AND earlier.edition = fact.edition - 1
            AND earlier.kind = fact.kind
            AND earlier.fact_key = fact.fact_key
),

removed AS (
    SELECT fact.document_id, later.edition, 'removed' AS change, fact.kind, fact.text, later.first_seen_at
    FROM facts AS fact
    JOIN later ON later.document_id = fact.document_id AND later.edition = fact.edition + 1
    ANTI JOIN facts AS newer
        ON
            newer.document_id = fact.document_id
            AND newer.edition = fact.edition + 1
            AND newer.kind = fact.kind
            AND newer.fact_key = fact.fact_key
)

SELECT document_id, edition, change, kind, text, first_seen_at AS detected_at FROM added
UNION ALL
SELECT document_id, edition, change, kind, text, first_seen_at AS detected_at FROM removed;

CREATE TABLE IF NOT EXISTS store.prepared_changes AS FROM temp.made LIMIT 0;

CREATE OR REPLACE TABLE store.prepared_changes AS
SELECT *
FROM (
    FROM store.prepared_changes
    ANTI JOIN temp.touched USING (document_id)
    UNION ALL
    FROM temp.made
)
ORDER BY document_id, edition, change, kind, text;

DROP TABLE temp.made;
