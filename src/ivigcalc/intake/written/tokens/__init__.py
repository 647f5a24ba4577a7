"""The text of an order as tokens: each word, amount and date is read by itself, or the order is refused."""
