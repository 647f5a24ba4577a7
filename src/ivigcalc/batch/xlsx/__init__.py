"""Workbooks: looked at and read within bounds, and written row by row."""
