"""Tests of ``core/answers/``."""
