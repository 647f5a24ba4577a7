"""Doses that a label names, and those that are divided or called daily ones."""
