"""Tests of report/sheet/ and report/svg.py."""
