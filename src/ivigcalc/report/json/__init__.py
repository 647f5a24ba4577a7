"""Answers as JSON, schema version 1: a module for each command, with the shape of its answer and what fills it.

The shapes are the contract (``report/schema.py`` publishes them); later keys are additive. A quantity is a string
without exponent or trailing zeros, or null. Beside each null stands ``<name>_missing`` with the reason: the shapes
leave it out, ``with_reasons`` writes it, and the schema adds it for every key that may be null.
"""
