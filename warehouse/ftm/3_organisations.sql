-- One row per organisation; which schema its classification falls under is explained in docs/export.md.
SELECT
    CASE
        WHEN classification = 'company' THEN 'Company'
        WHEN classification IN (
            'NHS trust', 'local authority', 'commissioning body', 'government department', 'regulator', 'police'
        ) THEN 'PublicBody'
        ELSE 'Organization'
    END AS schema,
    organisation_id AS id,
    name,
    aliases AS alias,
    classification,
    identifier AS "idNumber"
FROM organisations
ORDER BY ALL
