-- One row per holder of a post and document edition that says so, by post, the newest first: editions that were replaced
-- too, so that it shows who held a post before. found is how many posts there are in all.
WITH said AS (
    SELECT
        store.fold(fact.title) || '|' || coalesce(known_body.canonical_id, fact.organisation_id, store.fold(fact.organisation), '') AS post,
        coalesce(known.canonical_id, fact.person_id) AS person_id,
        coalesce(known_body.canonical_id, fact.organisation_id) AS organisation_id,
        fact.person,
        fact.title,
        fact.organisation,
        fact.is_former,
        edition.is_current,
        coalesce(fact.as_of, edition.published_on, edition.first_seen_at::DATE) AS day,
        fact.document_id,
        fact.start_char
    FROM store.roles AS fact
    JOIN store.editions AS edition USING (document_id, edition)
    LEFT JOIN store.canonical AS known ON known.entity_id = fact.person_id
    LEFT JOIN store.canonical AS known_body ON known_body.entity_id = fact.organisation_id
    ANTI JOIN store.rejected AS gone ON gone.id = fact.fact_id
    ANTI JOIN store.rejected AS nobody ON nobody.id = fact.person_id
    WHERE
        fact.organisation IS NOT NULL
        AND ($words IS NULL OR contains(lower(concat_ws(' ', fact.person, fact.title)), lower($words)))
        AND ($organisation IS NULL OR contains(lower(fact.organisation), lower($organisation)))
),

held AS (
    SELECT
        post, person_id, organisation_id,
        any_value(person) AS person,
        any_value(title) AS title,
        any_value(organisation) AS organisation,
        bool_and(is_former OR NOT is_current) AS is_past,
        min(day) AS first_day,
        max(day) AS last_day,
        arg_max(document_id, day) AS document_id,
        arg_max(start_char, day) AS start_char
    FROM said
    GROUP BY post, person_id, organisation_id
),

posts AS (
    SELECT post, any_value(organisation) AS organisation, any_value(title) AS title, count(*) AS holders,
        count(*) OVER () AS found
    FROM held
    GROUP BY post
    ORDER BY holders DESC, organisation, title, post
    LIMIT $most OFFSET $skipped
)

SELECT
    held.post, held.person_id, held.organisation_id, held.person, posts.title, posts.organisation, held.is_past,
    held.first_day, held.last_day, held.document_id, held.start_char, posts.found
FROM held
JOIN posts USING (post)
ORDER BY posts.holders DESC, posts.organisation, posts.title, held.post, held.is_past, held.last_day DESC, held.person
LIMIT 1000
