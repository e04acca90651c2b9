-- One row per passage, in the order of the passages.
CREATE OR REPLACE TABLE next_release.store.search_vectors AS
SELECT wanted.passage_id, vectors.vector
FROM temp.wanted_vectors AS wanted
JOIN store.vectors AS vectors USING (text_sha256)
ORDER BY wanted.passage_id
