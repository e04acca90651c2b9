"""The spaCy pipeline, and the components that find what is named: people, organisations, places."""
