-- Who speaks for more than one body?
SELECT person, list(DISTINCT organisation) AS organisations
FROM roles
WHERE organisation IS NOT NULL
GROUP BY person
HAVING count(DISTINCT organisation) > 1
ORDER BY person
