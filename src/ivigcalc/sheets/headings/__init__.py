"""Headings of tables, in whatever words: how they are spelt, what they speak of, and what options say of them."""
