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

-- Each rule is a lambda, so that the word before it is computed once and not written into each of its uses.
CREATE MACRO store.stem(word) AS list_transform(
    list_transform(
        list_transform([regexp_replace(word, '[''’]s?$', '')], lambda bare: store.without_plural(bare)),
        lambda single: store.without_ending(single)
    ),
    lambda ended: regexp_replace(ended, '([a-z]{3})e$', '\1')
)[1];

-- A text's words, in order: numbers with their inner points and commas, runs of letters with their inner apostrophes.
-- They are parted where letters and digits meet, so that "£485million" and "£485 million" are the same words. Letters are
-- the blocks of Unicode that hold letters and their accents, not \p{L}: that takes 7 ms to compile, at every search twice.
CREATE MACRO store.letter() AS
    '[a-zA-Z\x{AA}\x{B5}\x{BA}\x{C0}-\x{D6}\x{D8}-\x{F6}\x{F8}-\x{1FFF}\x{2C00}-\x{2DFF}'
    || '\x{3040}-\x{D7FF}\x{F900}-\x{FDFF}\x{10000}-\x{1EFFF}\x{20000}-\x{3FFFF}]';

CREATE MACRO store.word_pattern() AS
    '(?:[0-9]+(?:[.,][0-9]+)*|' || store.letter() || '+(?:[''’]' || store.letter() || '+)*)';

CREATE MACRO store.tokens(body) AS regexp_extract_all(lower(body), store.word_pattern());

-- A word without accents, with a straight apostrophe; a number without commas.
CREATE MACRO store.plain(word) AS
    strip_accents(replace(CASE WHEN regexp_matches(word, '^[0-9]') THEN replace(word, ',', '') ELSE word END, '’', ''''));

-- What a word is found by: its stem, or in full the magnitude that people abbreviate it to ("£3.4m").
CREATE MACRO store.term(word) AS
    coalesce(map {'m': 'million', 'mn': 'million', 'bn': 'billion', 'k': 'thousand'}[word], store.stem(store.plain(word)));
