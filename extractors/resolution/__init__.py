"""Which names mean the same person or organisation, and why."""
