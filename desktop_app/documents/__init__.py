"""What is printed: a frozen dataclass in, PDF bytes out."""
