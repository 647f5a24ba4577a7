"""Tests of ``core/safety/``."""
