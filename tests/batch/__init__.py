"""Tests of ``ivigcalc batch``."""
