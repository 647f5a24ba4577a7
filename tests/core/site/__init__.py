"""Tests of ``core/site/``."""
