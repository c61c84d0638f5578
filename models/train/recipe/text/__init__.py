"""Text: what is said."""
