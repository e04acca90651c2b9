-- One row per text without a vector, numbered, with a passage that begins with it.
CREATE OR REPLACE TEMPORARY TABLE missing_vectors AS
SELECT text_sha256, min(passage_id) AS passage_id, row_number() OVER (ORDER BY min(passage_id)) AS number
FROM temp.wanted_vectors
ANTI JOIN store.vectors USING (text_sha256)
GROUP BY text_sha256
