"""An order as somebody wrote it, read by a small grammar: its dose and days, its rate and its vials."""
