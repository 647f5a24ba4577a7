"""The answers to ``data``: an entry looked up, what two sets of data say differently, what is old."""
