"""``python -m ivigcalc``."""

from ivigcalc.cli.main import main

main()
