"""The web page over the published file: read-only, but for decisions, and for this machine alone."""
