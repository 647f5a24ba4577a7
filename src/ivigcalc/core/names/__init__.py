"""From what a person typed to one entry: words and how they compare, things that can be named, and what a text fits."""
