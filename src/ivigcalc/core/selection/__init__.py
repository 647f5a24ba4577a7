"""Which preparation suits a patient: verdicts with their reasons, and their order."""
