"""The command line: parse, call, print, exit. No arithmetic and no medicine here."""
