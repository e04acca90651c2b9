-- One row per passage of the file that is being built: which text its vector is made of. That is its first 1,000
-- characters, about what a model for sentences reads.
CREATE OR REPLACE TEMPORARY TABLE wanted_vectors AS
SELECT passage_id, sha256(concat(?, chr(31), left(body, 1000))) AS text_sha256
FROM next_release.store.search_passages
