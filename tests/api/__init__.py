"""Tests of what a front end calls."""
