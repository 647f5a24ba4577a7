"""``python -m ivigcalc``: interrupted before anything else is read, it ends as an interrupted program does."""

import sys

try:
    from ivigcalc.cli.main import main
except KeyboardInterrupt:
    sys.exit(130)

main()
