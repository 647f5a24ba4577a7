"""Answers as JSON: plain values in the shapes of ``report.contract``."""
