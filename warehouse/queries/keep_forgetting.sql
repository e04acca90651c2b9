INSERT INTO store.forgettings BY NAME
SELECT
    $forgetting_id AS forgetting_id,
    $kind AS kind,
    $forgotten_by AS forgotten_by,
    $reason AS reason,
    $forgotten_at AS forgotten_at,
    $key_id AS key_id,
    $documents AS documents,
    $editions AS editions,
    $facts AS facts,
    $masked_editions AS masked_editions,
    $contents AS contents
