"""Tables in: what their headings mean, and how each kind of text is taken apart."""
