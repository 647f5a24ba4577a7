"""What must hold of the data files and of a formulary beyond their shape. Each check yields findings."""
