-- One row per column of a view, with what it holds.
SELECT shown.view_name, shown.comment AS says, col.column_name, col.data_type, col.comment AS column_says
FROM duckdb_views() AS shown
JOIN duckdb_columns() AS col
    ON col.database_name = shown.database_name AND col.schema_name = shown.schema_name AND col.table_name = shown.view_name
WHERE shown.database_name = 'greenpaper' AND shown.schema_name = 'main' AND NOT shown.internal
ORDER BY shown.view_name, col.column_index
