"""Text becomes values: the only room that reads what a person typed, for every front end. Prints nothing."""
