"""Many patients: a table of rows in, a table of answers out. Streams, goes on after a bad row, prints nothing itself."""
