-- The tables of the search index, empty.

-- One row per passage: what stands under a heading up to the next heading of any level, or before the first one. Where
-- that is longer than 4,000 characters it is parted at line ends, so that a snippet is cut from a bounded text.
-- Their numbers grow with document and place, with room between them, so that what a changed document says gets numbers
-- in between, and passages of one score come in one order, however the index was made.
-- Texts are not compressed: those of two hundred passages, wherever they are, are then read in a tenth of the time.
CREATE TABLE store.search_passages (
    passage_id BIGINT,
    document_id VARCHAR,
    edition INTEGER,
    section VARCHAR,
    start_char BIGINT,
    body VARCHAR USING COMPRESSION uncompressed
);

-- One row per term: in how many places it stands. Those of one publication are numbered in the order of the alphabet, so
-- that those of a prefix stand together.
CREATE TABLE store.search_terms (term VARCHAR, term_id BIGINT, places BIGINT);

-- One row per form that a word has and the term that it is found by, and how many places have that form; its first letter
-- says where to look for a beginning.
CREATE TABLE store.search_forms (initial VARCHAR, form VARCHAR, term_id BIGINT, places BIGINT);

-- One row per place of a term, in the order of the terms: a question reads the few row groups that hold its own.
CREATE TABLE store.search_postings (term_id BIGINT, passage_id BIGINT, position INTEGER);

-- One row per passage: its length in words.
CREATE TABLE store.search_lengths (passage_id BIGINT, length INTEGER);

-- One row per term and passage: how often it stands there, and how long the passage is in words. What is counted here
-- need not be counted when somebody asks.
CREATE TABLE store.search_hits (term_id BIGINT, passage_id BIGINT, frequency INTEGER, length INTEGER);

-- One row: how many passages there are, and how long they are in the mean.
CREATE TABLE store.search_corpus (passages BIGINT, mean_length DOUBLE);
