-- severity: warn
-- Every section begins with its heading, white space aside.
SELECT section.document_id || ' section ' || section.ordinal || ': ' || section.heading AS offender
FROM store.sections AS section
JOIN store.editions AS edition USING (document_id, edition)
WHERE
    NOT starts_with(
        regexp_replace(substr(edition.text, section.start_char + 1, section.end_char - section.start_char), '\s+', ' ', 'g'),
        section.heading
    );
