"""What was typed, or stands in a cell, becomes a patient and an order. Used by every front end; prints nothing."""
