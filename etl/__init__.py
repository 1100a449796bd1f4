"""From articles to a table of political events: what exists, what words mean, and the steps between."""
