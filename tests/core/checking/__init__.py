"""Tests of ``core/checking/``."""
