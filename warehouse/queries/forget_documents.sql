-- What refers to the documents of going_documents without being theirs. Their own rows are deleted table by table.
UPDATE store.documents SET found_on = NULL
WHERE found_on IN (SELECT uri FROM going_documents);

UPDATE store.items SET found_on = NULL
WHERE found_on IN (SELECT uri FROM going_documents);

DELETE FROM store.items
WHERE uri IN (SELECT uri FROM going_documents) OR fetch_uri IN (SELECT uri FROM going_documents);

UPDATE store.waiting SET found_on = NULL
WHERE found_on IN (SELECT uri FROM going_documents);

DELETE FROM store.waiting
WHERE uri IN (SELECT uri FROM going_documents) OR fetch_uri IN (SELECT uri FROM going_documents);

DELETE FROM store.absences
WHERE uri IN (SELECT uri FROM going_documents);

DELETE FROM store.withdrawals
WHERE uri IN (SELECT uri FROM going_documents);

DELETE FROM store.fetches
WHERE
    uri IN (SELECT uri FROM going_documents)
    OR final_uri IN (SELECT uri FROM going_documents)
    OR list_has_any(redirects, (SELECT list(uri) FROM going_documents));

-- A run goes on to account for every document that it was asked for, by whatever name.
UPDATE store.ingestions AS ingestion SET uri = going.alias, reason = ''
FROM going_documents AS going
WHERE going.uri = ingestion.uri;

DELETE FROM store.clusters
WHERE cluster_id IN (SELECT document_id FROM going_documents);

DELETE FROM store.clustered;
