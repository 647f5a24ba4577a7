"""A hospital's formulary merged into the shipped data."""
