-- A text as it is compared: lower-cased words and numbers, one space between them.
CREATE MACRO store.fold(body) AS trim(regexp_replace(lower(body), '[^\p{L}\p{N}]+', ' ', 'g'));

-- Several texts as one key; an absent one is not an empty one.
CREATE MACRO store.fact_key(parts) AS
    array_to_string(list_transform(parts, lambda part: coalesce(store.fold(part), chr(1))), '|');
