"""Tests of ``core/dosing/``."""
