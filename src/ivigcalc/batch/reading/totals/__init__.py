"""Rows that are no patients: what others add up to, and words of totals."""
