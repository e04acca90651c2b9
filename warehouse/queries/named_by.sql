-- One row per person and organisation that documents named before, or name now, of which something is to be made anew: the
-- documents of temp.touched, and those that are in another cluster than before.
WITH moved AS (
    (FROM {source}.store.clusters EXCEPT FROM {target}.store.clusters)
    UNION
    (FROM {target}.store.clusters EXCEPT FROM {source}.store.clusters)
),

concerned AS (
    SELECT document_id FROM temp.touched
    UNION
    SELECT document_id FROM moved
)

SELECT entity_id FROM {source}.store.entities SEMI JOIN concerned USING (document_id)
UNION
SELECT entity_id FROM {target}.store.entities SEMI JOIN concerned USING (document_id)
UNION
SELECT unnest([organisation_a_id, organisation_b_id]) FROM {source}.store.partnerships SEMI JOIN concerned USING (document_id)
UNION
SELECT unnest([organisation_a_id, organisation_b_id]) FROM {target}.store.partnerships SEMI JOIN concerned USING (document_id)
