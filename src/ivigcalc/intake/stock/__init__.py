"""A file of vials in stock: its rows, what its headings mean, and each row as a lot."""
