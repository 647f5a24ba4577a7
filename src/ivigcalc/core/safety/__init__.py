"""From what is known of a patient to the risks that follow and the rules that fire."""
