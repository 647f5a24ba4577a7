"""Tests of the data, and of how they are read and checked."""
