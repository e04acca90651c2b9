INSERT INTO store.runs BY NAME
SELECT
    $run_id AS run_id,
    $command AS command,
    $started_at AS started_at,
    $greenpaper_version AS greenpaper_version,
    $extractor_version AS extractor_version,
    $pipeline AS pipeline,
    $python_version AS python_version,
    $duckdb_version AS duckdb_version
