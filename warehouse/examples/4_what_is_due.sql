-- What is due, and when?
SELECT on_date, what, subject
FROM timeline
WHERE on_date >= current_date
ORDER BY on_date, what
LIMIT 50
