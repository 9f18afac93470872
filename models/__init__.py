"""What is stored: SQLAlchemy tables, one module an area, and every closed set in `enums`."""
