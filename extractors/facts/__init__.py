"""The components that find what is said: roles, figures, dates, strategy, partnerships, quotes, publications."""
