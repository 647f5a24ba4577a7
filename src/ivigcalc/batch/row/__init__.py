"""A row of a table: its cells become a patient and an order, as ``dose`` makes them from its options."""
