"""The application form of a matter on the screen: its fields, filled in beforehand where that is possible."""
