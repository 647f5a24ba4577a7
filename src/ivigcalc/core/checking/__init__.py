"""A written order beside what sources and labels print."""
