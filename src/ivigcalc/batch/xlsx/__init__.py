"""Workbooks: inspected, read within bounds, and written row by row."""
