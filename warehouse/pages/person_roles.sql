-- One row per role of a person that a current document states, the newest first.
SELECT
    fact.title, fact.organisation, fact.organisation_id, fact.is_former, fact.evidence,
    coalesce(fact.as_of, document.published_on, document.first_seen_at::DATE) AS day,
    fact.document_id, fact.start_char, document.title AS document_title, document.uri
FROM roles AS fact
JOIN documents AS document ON document.document_id = fact.document_id AND document.is_current
WHERE fact.person_id = $id
ORDER BY day DESC, fact.organisation, fact.title
LIMIT 500
