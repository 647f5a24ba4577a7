"""Sheets of workbooks as rows of texts: looked at first, then read by a process of its own."""
