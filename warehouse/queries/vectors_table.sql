-- One row per text that a passage begins with, by the digest of the model's name and the text.
CREATE TABLE IF NOT EXISTS store.vectors (
    text_sha256 VARCHAR NOT NULL,
    vector FLOAT[384] NOT NULL
)
