"""What is made of a wheel beside it: the offline page."""
