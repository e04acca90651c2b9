-- The document that stands for all that are the same as one, or nearly: itself unless it was found to be another's double.
CREATE MACRO store.cluster(document) AS
    coalesce((SELECT known.cluster_id FROM store.clusters AS known WHERE known.document_id = document), document);
