"""Many patients: a table of rows in, a table of answers out. It streams, and goes on after a bad row."""
