"""What an earlier run wrote: which files may be replaced."""
