"""What is asked: the patient, the order, the stock."""
