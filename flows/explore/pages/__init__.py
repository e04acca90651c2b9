"""The pages, one module each: PAGES, and what they gather."""
