-- One row per strategy or plan document.
-- document_id: the document (documents.document_id)
-- title: what the document calls itself
-- organisation: who publishes it
-- document_type: strategy or plan
-- coverage_start: first day of the period that it is for
-- coverage_end: last day of that period, inclusive
-- published_on: the day it was published
-- status: upcoming, current or past on the day that you ask, by its period; undated where it states none
-- vision: its vision (the first, where it states several)
-- aims: its aims, objectives and goals, in the order of the text
-- priorities: its priorities
-- values: its values
-- partners: the organisations that it names as partners or members of something, without the publisher itself
-- figure_count: how many figures it states
CREATE VIEW strategies AS
SELECT
    document_id,
    title,
    organisation,
    document_type,
    coverage_start,
    coverage_end,
    published_on,
    CASE
        WHEN coverage_start IS NULL AND coverage_end IS NULL THEN 'undated'
        WHEN coverage_start > current_date THEN 'upcoming'
        WHEN coverage_end < current_date THEN 'past'
        ELSE 'current'
    END AS status,
    vision,
    aims,
    priorities,
    "values",
    partners,
    figure_count
FROM store.prepared_strategies;
