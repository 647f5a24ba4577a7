"""The worksheet of a plan, for paper: a course sheet, and an infusion record for each day, as one HTML file."""
