"""Tests of ``core/selection/``."""
