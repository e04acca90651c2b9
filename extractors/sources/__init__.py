"""Where documents appear, and how their bytes are fetched."""
