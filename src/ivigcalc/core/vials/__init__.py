"""From grams to whole vials, and why no other vials are better."""
