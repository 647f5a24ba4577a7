"""What the JSON of several commands shares: each part as a typed dictionary with the function that fills it."""
