-- One row per strategy whose key is in $document_ids, with what it wants.
SELECT
    document_id, title, organisation, document_type, coverage_start, coverage_end, published_on, status, vision, aims,
    priorities, "values", partners, figure_count
FROM strategies
WHERE list_contains($document_ids, document_id)
ORDER BY organisation, coverage_start, title, document_id
