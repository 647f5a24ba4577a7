"""The words that an order may hold, by the data, and the text of an order cut into words, figures and signs."""
