-- The addresses that lead to documents, each once, made once for every published file.
CREATE OR REPLACE TABLE store.prepared_addresses AS
SELECT DISTINCT address
FROM store.addresses
WHERE address IS NOT NULL
ORDER BY address;
