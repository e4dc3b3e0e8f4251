"""The page in the browser: a local server, and what it shows."""
