"""The pure calculation: standard library only, no I/O, no clock, no floats."""
