"""The tests: rules and documents by the unit, services on both databases, the whole program by its widgets."""
