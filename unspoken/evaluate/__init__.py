"""Compare readings with gold: `gold` opens it; `forms` reads its text, compares, and makes figures."""
