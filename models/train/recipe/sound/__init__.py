"""Sound: how it is said, and over which line."""
