-- One row: whether every passage has a number of its own.
SELECT count(*) = count(DISTINCT passage_id) AS are_told_apart
FROM store.search_passages
