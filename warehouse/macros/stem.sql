-- The light English stemmer of the search, one rule a line, in order: possessives, plurals (Harman's S-stemmer), -ing
-- and -ed where three letters with a vowel stay before them (a doubled consonant is then single again), a final e.
-- It joins what an analyst takes for one word (strategy and strategies, fund and funding, service and services), and
-- leaves words of other languages mostly alone. The same macro makes the index and reads the question.
CREATE MACRO store.without_plural(word) AS CASE
    WHEN regexp_matches(word, '[a-z]{2}ies$') THEN regexp_replace(word, 'ies$', 'y')
    WHEN regexp_matches(word, '(ss|x|z|ch|sh)es$') THEN regexp_replace(word, 'es$', '')
    WHEN regexp_matches(word, '[a-z]{2}[^sui]s$') THEN regexp_replace(word, 's$', '')
    ELSE word
END;

CREATE MACRO store.without_ending(word) AS CASE
    WHEN regexp_matches(word, '[aeiouy].*(bb|dd|gg|mm|nn|pp|rr|tt)(ing|ed)$') THEN regexp_replace(word, '.(ing|ed)$', '')
    WHEN regexp_matches(word, 'eed$') THEN word
    WHEN regexp_matches(word, '^(.*[aeiouy].+|.+[aeiouy].*)(ing|ed)$') AND length(regexp_replace(word, '(ing|ed)$', '')) >= 3
        THEN regexp_replace(word, '(ing|ed)$', '')
    ELSE word
END;

CREATE MACRO store.stem(word) AS
    regexp_replace(store.without_ending(store.without_plural(regexp_replace(word, '[''’]s?$', ''))), '([a-z]{3})e$', '\1');

-- A text's words: lower-cased runs of letters and digits, an apostrophe inside a word belongs to it.
CREATE MACRO store.tokens(body) AS regexp_extract_all(lower(body), '[\p{L}\p{N}]+(?:[''’]\p{L}+)?');
