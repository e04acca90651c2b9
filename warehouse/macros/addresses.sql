-- An address as it is compared: http and https lead to the same place, and so does every fragment of a page. Nothing else is
-- folded: a slash at the end or another query may be another page.
CREATE MACRO store.address(uri) AS regexp_replace(regexp_replace(uri, '#.*$', ''), '^https?://', '//', 'i');

-- One row per address that leads to a document of this warehouse: its own, the one that its page calls the right one, and those
-- of a fetch that passed or ended at its own.
CREATE VIEW store.addresses AS
WITH passed AS (
    SELECT list_distinct(list_transform(list_concat([uri, final_uri], redirects), lambda each: store.address(each))) AS addresses
    FROM store.fetches
    WHERE uri <> final_uri OR redirects <> []
),

own AS (
    SELECT store.address(uri) AS address
    FROM store.documents
    UNION
    SELECT store.address(canonical_uri) AS address
    FROM store.editions
    WHERE is_current AND canonical_uri IS NOT NULL
),

arrived AS (
    SELECT DISTINCT passed.addresses
    FROM (SELECT addresses, unnest(addresses) AS address FROM passed) AS passed
    SEMI JOIN (SELECT store.address(uri) AS address FROM store.documents) AS document USING (address)
)

SELECT address
FROM own
UNION
SELECT unnest(addresses) AS address
FROM arrived;
