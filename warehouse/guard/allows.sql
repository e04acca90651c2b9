-- What a client of `greenpaper serve` may send: one statement that the parser calls a SELECT, of table functions only those
-- that are listed, and no function that runs SQL out of a text or speaks to another server.
-- Quack asks this macro before every statement (its setting quack_authorization_function).
CREATE MACRO allows(session_id, statement) AS (
    WITH parsed AS (SELECT json_serialize_sql(statement::VARCHAR) AS tree),

    called AS (
        SELECT
            coalesce(json_extract_string(tree, '$.error') = 'false', false) AS is_select,
            json_array_length(tree, '$.statements') AS statements,
            json_extract_string(tree, '$..function_name') AS names,
            json_extract_string(tree, '$..function.function_name') AS tables
        FROM parsed
    )

    SELECT
        is_select
        AND statements = 1
        AND len(list_filter(names, lambda name: starts_with(lower(name), 'quack_') OR lower(name) IN (
            'query', 'query_table', 'json_serialize_plan', 'json_execute_serialized_sql', 'write_log'
        ))) = 0
        AND len(list_filter(tables, lambda name: lower(name) NOT IN (
            'search', 'range', 'generate_series', 'unnest', 'repeat', 'repeat_row', 'json_each', 'json_tree', 'summary',
            'duckdb_columns', 'duckdb_constraints', 'duckdb_functions', 'duckdb_indexes', 'duckdb_schemas', 'duckdb_tables',
            'duckdb_types', 'duckdb_views', 'pragma_show', 'pragma_table_info', 'pragma_version'
        ))) = 0
    FROM called
);
