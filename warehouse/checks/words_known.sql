-- severity: warn, by document
-- Kinds, types and classes are words of the contract.
SELECT 'document_type ' || document_type || ': ' || document_id AS offender
FROM store.editions
WHERE document_type NOT IN (
    'strategy', 'plan', 'news', 'report', 'listing', 'governance', 'minutes', 'guidance', 'page'
)
UNION ALL
SELECT 'conversion ' || conversion || ': ' || document_id AS offender
FROM store.editions
WHERE conversion NOT IN ('good', 'fair', 'poor')
UNION ALL
SELECT 'classification ' || classification || ': ' || name AS offender
FROM store.entities
WHERE classification NOT IN (
    'NHS trust', 'local authority', 'commissioning body', 'government department', 'regulator', 'university',
    'police', 'charity', 'company', 'partnership', 'board', 'other'
)
UNION ALL
SELECT 'kind ' || kind || ': ' || text AS offender
FROM store.strategy_items
WHERE kind NOT IN (
    'vision', 'mission', 'purpose', 'value', 'aim', 'objective', 'goal', 'priority', 'principle', 'enabler',
    'outcome', 'commitment', 'recommendation'
)
UNION ALL
SELECT 'precision ' || "precision" || ': ' || text AS offender
FROM store.dates
WHERE "precision" NOT IN ('day', 'month', 'quarter', 'year', 'financial year', 'range')
UNION ALL
SELECT 'mention kind ' || kind || ': ' || text AS offender
FROM store.mentions
WHERE kind NOT IN ('person', 'organisation', 'place', 'figure', 'date')
UNION ALL
SELECT 'relation ' || relation || ': ' || text AS offender
FROM store.partnerships
WHERE relation NOT IN (
    'partnership', 'works with', 'joint', 'member of', 'supports', 'funds', 'commissions', 'delivers', 'signs',
    'sponsors', 'agency of'
);
