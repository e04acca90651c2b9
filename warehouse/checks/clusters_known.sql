-- severity: fail
-- A document is in one cluster, which goes by the id of a document that is in no other.
SELECT cluster.document_id || ' is in ' || count(*) || ' clusters' AS offender
FROM store.clusters AS cluster
GROUP BY cluster.document_id
HAVING count(*) > 1
UNION ALL
SELECT cluster.document_id || ' is no document' AS offender
FROM store.clusters AS cluster
ANTI JOIN store.documents USING (document_id)
UNION ALL
SELECT cluster.document_id || ' is in ' || cluster.cluster_id || ', which is no document' AS offender
FROM store.clusters AS cluster
ANTI JOIN store.documents AS leader ON leader.document_id = cluster.cluster_id
UNION ALL
SELECT cluster.document_id || ' is in ' || cluster.cluster_id || ', which is in another' AS offender
FROM store.clusters AS cluster
SEMI JOIN store.clusters AS other ON other.document_id = cluster.cluster_id;
