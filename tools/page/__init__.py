"""The offline page: its fields, what it asks of ivigcalc, how it looks and starts."""
