"""Files and faults that are meant to do harm, and what the program makes of them."""
