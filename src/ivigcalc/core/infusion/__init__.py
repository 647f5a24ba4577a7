"""How fast a preparation may run, by its label and for this patient."""
