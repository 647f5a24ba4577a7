"""The tokens of an order in groups: a number beside what it counts, a total beside its dose, what is said again."""
