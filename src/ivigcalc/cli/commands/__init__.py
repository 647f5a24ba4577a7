"""The commands, one module each: its options and help, one call, printing and the exit code."""
