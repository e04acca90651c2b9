-- severity: warn, by document
-- Every section begins with its heading, white space aside.

-- Only the first characters are looked at: a section may be as long as a book.
SELECT section.document_id || ' section ' || section.ordinal || ': ' || section.heading AS offender
FROM store.sections AS section
JOIN store.editions AS edition USING (document_id, edition)
WHERE
    NOT starts_with(
        regexp_replace(
            substr(
                edition.text,
                section.start_char + 1,
                least(section.end_char - section.start_char, 2 * length(section.heading) + 1000)
            ),
            '\s+', ' ', 'g'
        ),
        section.heading
    );
