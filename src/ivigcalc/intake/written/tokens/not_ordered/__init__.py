"""What is no order, by its text or by its words: not filled in, cut off, or what was given already."""
