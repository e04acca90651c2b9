-- One row per match, in the fields of extractors.records.Match.
SELECT kind, entity_a_id, entity_b_id, name_a, name_b, score, judgement, is_decided, reasons
FROM store.matches
