"""Tests of ``import ivigcalc``."""
