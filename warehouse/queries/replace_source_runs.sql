-- The row of incoming_said, in place of what the same run said of the same source.
DELETE FROM store.source_runs
WHERE (run_id, source) IN (SELECT (run_id, source) FROM incoming_said);

INSERT INTO store.source_runs BY NAME
SELECT * FROM incoming_said;
