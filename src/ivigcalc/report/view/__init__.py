"""Answers as documents for people: a module for each command."""
