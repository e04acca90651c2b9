-- One row per sentence that says that two organisations work together, the newest first.
SELECT
    fact.relation, fact.programme, fact.organisation_a, fact.organisation_b, fact.evidence, fact.confidence,
    coalesce(fact.observed_on, document.published_on) AS day, fact.document_id, fact.start_char, document.title,
    document.uri
FROM partnerships AS fact
JOIN documents AS document ON document.document_id = fact.document_id AND document.is_current
WHERE
    (fact.organisation_a_id = $one AND fact.organisation_b_id = $other)
    OR (fact.organisation_a_id = $other AND fact.organisation_b_id = $one)
ORDER BY day DESC NULLS LAST, fact.document_id, fact.start_char
LIMIT 200
