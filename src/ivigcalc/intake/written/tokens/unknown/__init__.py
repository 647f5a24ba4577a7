"""What of an order is not understood: each word of it named, with what may be wrong and what to write."""
