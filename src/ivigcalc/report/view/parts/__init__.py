"""What the documents of several commands share, and the parts that a long document is made of."""
