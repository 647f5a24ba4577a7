"""Tests of ``core/infusion/``."""
