"""What is needed and what there is: a stock that does not do, and courses that are repeated."""
