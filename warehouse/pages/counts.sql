-- One row: how much the warehouse holds, and how fresh it is.
WITH current AS (
    SELECT document_id, edition, published_on
    FROM store.editions
    WHERE is_current
),

named AS (
    SELECT kind, count(DISTINCT coalesce(known.canonical_id, entity.entity_id)) AS entities
    FROM store.entities AS entity
    SEMI JOIN current USING (document_id, edition)
    LEFT JOIN store.canonical AS known USING (entity_id)
    ANTI JOIN store.rejected AS gone ON gone.id = entity.entity_id
    GROUP BY kind
)

SELECT
    (SELECT count(*) FROM current) AS documents,
    (SELECT count(*) FROM store.editions) AS editions,
    coalesce((SELECT entities FROM named WHERE kind = 'person'), 0) AS people,
    coalesce((SELECT entities FROM named WHERE kind = 'organisation'), 0) AS organisations,
    (SELECT max(published_on) FROM current) AS newest_published_on,
    (SELECT max(last_seen_at) FROM store.editions) AS last_loaded_at,
    (SELECT max(released_at) FROM store.releases) AS published_at
