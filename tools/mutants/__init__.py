"""Mutants: how mistakes are put into the code, tried on the tests, and told of."""
