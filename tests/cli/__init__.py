"""Tests of the command line, its formats and its JSON contract."""
