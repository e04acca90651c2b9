-- One row per dated thing, oldest first: the dates that a document states, those of the publications that it lists included.
-- on_date: the day, or the first of several
-- end_date: the last day, inclusive
-- what: what happened or is due then: the date's role with the sentence that it stands in, or with the publication listed
-- subject: whom or what it is about: the document's publisher, otherwise its title, otherwise its address
-- document_id: the document that says it (documents.document_id)
-- start_char: where the words begin in documents.text, in Unicode characters from 0
-- end_char: where the words end, exclusive
-- evidence: the sentence or line that the words stand in, verbatim
-- text: the words themselves, exactly as documents.text holds them at start_char to end_char
-- confidence: how sure the rule or model is, from 0 to 1; 1 where a person confirmed it
-- extractor: the rule or model that found it
-- page: the number of the page that the words begin on, from 1; NULL in formats without pages
-- fact_id: the key of the date or publication, by which people decide on it (greenpaper review)
CREATE VIEW timeline AS
SELECT
    on_date,
    end_date,
    what,
    subject,
    document_id,
    start_char,
    end_char,
    evidence,
    text,
    confidence,
    extractor,
    page,
    fact_id
FROM store.prepared_timeline
ORDER BY on_date, end_date, document_id, start_char, what;
