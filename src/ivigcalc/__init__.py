"""ivigcalc: work out intravenous immunoglobulin courses in neurology and choose a preparation."""

__version__ = "0.1.0"
