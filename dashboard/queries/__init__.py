"""Questions to the cube: each function takes a cube (and a filter) and answers with a small table. SQL aggregates here."""
