"""Answers out: results to documents and JSON."""
