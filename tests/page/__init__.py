"""The offline page: what it asks, what it shows, how it is built."""
