-- One row per fact of any kind, in every edition: what the checks of places and evidence read.
CREATE VIEW store.facts AS
SELECT 'mentions' AS table_name, document_id, edition, start_char, end_char, text, evidence, confidence
FROM store.mentions
UNION ALL
SELECT 'roles' AS table_name, document_id, edition, start_char, end_char, text, evidence, confidence
FROM store.roles
UNION ALL
SELECT 'figures' AS table_name, document_id, edition, start_char, end_char, text, evidence, confidence
FROM store.figures
UNION ALL
SELECT 'dates' AS table_name, document_id, edition, start_char, end_char, text, evidence, confidence
FROM store.dates
UNION ALL
SELECT 'strategy_items' AS table_name, document_id, edition, start_char, end_char, text, evidence, confidence
FROM store.strategy_items
UNION ALL
SELECT 'partnerships' AS table_name, document_id, edition, start_char, end_char, text, evidence, confidence
FROM store.partnerships
UNION ALL
SELECT 'partnership_members' AS table_name, document_id, edition, start_char, end_char, text, evidence, confidence
FROM store.partnership_members
UNION ALL
SELECT 'publications' AS table_name, document_id, edition, start_char, end_char, text, evidence, confidence
FROM store.publications
UNION ALL
SELECT 'quotes' AS table_name, document_id, edition, start_char, end_char, text, evidence, confidence
FROM store.quotes;
