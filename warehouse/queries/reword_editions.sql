UPDATE store.editions AS edition
SET text = said.text, title = said.title, publisher = said.publisher, canonical_uri = said.canonical_uri
FROM incoming_words AS said
WHERE edition.document_id = said.document_id AND edition.edition = said.edition
