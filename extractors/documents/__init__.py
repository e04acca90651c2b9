"""From raw bytes to clean text with its layout: one file per media type behind a registry."""
