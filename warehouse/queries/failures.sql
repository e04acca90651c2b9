-- One row per document whose latest outcome is a failure.
SELECT uri, reason, run_id, finished_at
FROM store.ingestions
QUALIFY row_number() OVER (PARTITION BY uri ORDER BY finished_at DESC, run_id DESC) = 1 AND status = 'failed'
ORDER BY uri
