-- One row per text to embed, of those with these numbers.
SELECT missing.text_sha256, left(passage.body, 1000) AS body
FROM temp.missing_vectors AS missing
JOIN next_release.store.search_passages AS passage USING (passage_id)
WHERE missing.number BETWEEN ? AND ?
ORDER BY missing.number
