"""ivigcalc: work out intravenous immunoglobulin courses in neurology and choose a preparation."""

from typing import Final

__version__: Final = "0.1.0"
