-- One row per item of a source of whose absence there is enough, and which is not withdrawn yet: its address, sign, whether
-- it stands in the listing (or is attached to a page), and how many such items were there before this look, not withdrawn.
-- Enough is 410, "gone"; 404 at two looks in a row that are $spacing apart or more; and that the listing of this look
-- ($at) does not name it, where $confirmed asks for two looks too.
WITH present AS (
    SELECT item.uri, item.found_on IS NULL AS is_listed
    FROM store.items AS item
    WHERE
        item.source = $source
        AND item.first_taken_at < $began
        AND item.uri NOT IN (SELECT uri FROM store.withdrawals WHERE source = $source)
),

counted AS (
    SELECT is_listed, count(*) AS items
    FROM present
    GROUP BY is_listed
)

SELECT present.uri, known.sign, present.is_listed, counted.items
FROM present
JOIN counted USING (is_listed)
JOIN store.absences AS known ON known.source = $source AND known.uri = present.uri
WHERE CASE known.sign
    WHEN '410' THEN true
    WHEN '404' THEN known.looks >= 2 AND known.last_at - known.first_at >= $spacing
    ELSE known.last_at = $at AND known.looks >= CASE WHEN $confirmed THEN 2 ELSE 1 END
END
ORDER BY present.uri
