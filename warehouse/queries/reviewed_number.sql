-- One row: numbers for what people decided on facts and entities, and for the names that they gave.
SELECT
    (SELECT coalesce(sum(hash(reviewed)::HUGEINT), 0) FROM store.reviewed) AS decided,
    (SELECT coalesce(sum(hash(renamed)::HUGEINT), 0) FROM store.renamed) AS named
