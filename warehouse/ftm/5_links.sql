-- One row per partnership, as an entity of the schema UnknownLink; its place in the document is the record's id.
SELECT DISTINCT
    'UnknownLink' AS schema,
    concat_ws(
        ':',
        'partnership',
        fact.document_id,
        fact.start_char,
        fact.end_char,
        fact.organisation_a_id,
        fact.organisation_b_id
    ) AS id,
    fact.organisation_a_id AS subject,
    fact.organisation_b_id AS object,
    concat_ws(': ', fact.relation, fact.programme) AS role,
    fact.observed_on AS date,
    fact.evidence AS summary,
    concat(fact.document_id, ':', fact.start_char, '-', fact.end_char) AS "recordId",
    document.uri AS "sourceUrl",
    document.publisher
FROM partnerships AS fact
JOIN documents AS document USING (document_id)
WHERE document.is_current
ORDER BY ALL
