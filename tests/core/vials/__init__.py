"""Tests of ``core/vials/``."""
