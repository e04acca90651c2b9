DROP TABLE IF EXISTS temp.wanted_vectors;
DROP TABLE IF EXISTS temp.missing_vectors;
