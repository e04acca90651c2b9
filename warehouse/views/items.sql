-- One row per item of a source: what it lists or listed, and how far that has come.
-- source: the source (documents.source)
-- uri: its address, as of documents.uri
-- state: found (not read yet), fetched (its bytes are here), failed (at the last attempt), loaded or unchanged (at the last look), or withdrawn (gone from its source, its facts stay)
-- document_id: the document (documents.document_id); NULL where nothing of it is loaded
-- label: what its source calls it
-- published_on: the day of its publication, as its source says
-- found_on: the page that attaches it, where one does
-- found_at: when it was first seen at its source, UTC
-- taken_at: when it was last read from its source, UTC; NULL where it never was
-- attempts: how many attempts failed in a row
-- last_attempt_at: when the last of these was, UTC
-- next_attempt_at: from when on it is tried again, UTC; NULL where nothing is left to do, or a person is needed
-- needs_person: whether it failed so often that it is not tried again before a person has looked at it (greenpaper retry)
-- error: why the last attempt failed
CREATE VIEW items AS
WITH ended AS (
    SELECT uri, arg_max(status, (finished_at, run_id)) AS status, arg_max(reason, (finished_at, run_id)) AS reason
    FROM store.ingestions
    GROUP BY uri
),

known AS (
    SELECT
        coalesce(waiting.source, item.source) AS source,
        coalesce(waiting.uri, item.uri) AS uri,
        waiting.state,
        coalesce(waiting.label, item.label) AS label,
        coalesce(waiting.published_on, item.published_on) AS published_on,
        coalesce(waiting.found_on, item.found_on) AS found_on,
        coalesce(item.first_taken_at, waiting.found_at) AS found_at,
        item.taken_at,
        coalesce(waiting.attempts, 0) AS attempts,
        waiting.last_at AS last_attempt_at,
        waiting.next_at AS next_attempt_at,
        coalesce(waiting.state = 'failed' AND waiting.next_at IS NULL, false) AS needs_person,
        waiting.error
    FROM store.waiting AS waiting
    FULL JOIN store.items AS item ON item.source = waiting.source AND item.uri = waiting.uri
)

SELECT
    known.source,
    known.uri,
    CASE
        WHEN known.state IS NOT NULL THEN known.state
        WHEN withdrawal.uri IS NOT NULL THEN 'withdrawn'
        WHEN ended.status IN ('failed', 'unchanged') THEN ended.status
        ELSE 'loaded'
    END AS state,
    document.document_id,
    known.label,
    known.published_on,
    known.found_on,
    known.found_at,
    known.taken_at,
    known.attempts,
    known.last_attempt_at,
    known.next_attempt_at,
    known.needs_person,
    coalesce(known.error, CASE WHEN known.state IS NULL AND ended.status = 'failed' THEN ended.reason END) AS error
FROM known
LEFT JOIN store.documents AS document ON document.uri = known.uri
LEFT JOIN store.withdrawals AS withdrawal ON withdrawal.source = known.source AND withdrawal.uri = known.uri
LEFT JOIN ended ON ended.uri = known.uri;
